import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { elementsIn, parametersOf } from './parameters.ts';
import { tensorRoles } from './tensor-parallel.ts';

const preset = (id: string) => {
  const found = stackPreset(id);
  if (!found) throw new Error(id);
  return unwrap(resolveStack(found.build(), 1));
};
const rolesOf = (id: string, ...names: readonly string[]) => {
  const roles = tensorRoles(preset(id));
  return names.map((name) => roles.get(name));
};

describe('roles in tensor parallelism', () => {
  it("of GPT-2 are Megatron's: columns into attention and GELU, rows out of them", () => {
    expect(rolesOf('gpt2', 'wte', 'h/ln_1', 'h/attn.c_attn', 'h/attn', 'h/attn.c_proj', 'h/add_1')).toEqual([
      'vocabulary',
      'whole',
      'column',
      'part',
      'row',
      'whole',
    ]);
    expect(rolesOf('gpt2', 'h/mlp.c_fc', 'h/mlp.act', 'h/mlp.c_proj', 'lm_head')).toEqual([
      'column',
      'part',
      'row',
      'gathered',
    ]);
  });

  it('of Llama reach over rotations and the product of gate and up', () => {
    const names = ['q_proj', 'q_rotary', 'v_proj', 'o_proj'].map((name) => `layers/self_attn.${name}`);
    expect(rolesOf('llama3-8b-prefill', ...names)).toEqual(['column', 'part', 'column', 'row']);
    const mlp = ['gate_proj', 'act', 'up_proj', 'multiply', 'down_proj'].map((name) => `layers/mlp.${name}`);
    expect(rolesOf('llama3-8b-prefill', ...mlp)).toEqual(['column', 'part', 'column', 'part', 'row']);
  });

  it('of convolutions and norms are whole', () => {
    const roles = tensorRoles(preset('resnet50'));
    expect([...roles].filter(([, role]) => role !== 'whole')).toEqual([['fc', 'gathered']]);
  });

  it('spread all parameters of a language model but norms and biases of rows', () => {
    const resolved = preset('gpt2');
    const parameters = parametersOf(resolved, tensorRoles(resolved), null);
    // Two norms a layer and one at the end, of 2 · 768; two biases of rows a layer; position embeddings are whole too.
    const whole = 12 * 2 * 2 * 768 + 2 * 768 + 12 * 2 * 768 + 1024 * 768;
    const all = elementsIn(parameters, true);
    expect(all).toBe(124_439_808);
    expect(elementsIn(parameters, true, 4)).toBe(whole + (all - whole) / 4);
  });
});
