import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { stackPresets } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { phasesOf } from './phases.ts';

const preset = (id: string) => {
  const found = stackPresets.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no stack ${id}`);
  return found;
};

describe('phases', () => {
  it('of a prompt end in the token after it, as its ready-made decode stack', () => {
    const { prefill, decode } = phasesOf(preset('llama3-8b-prefill').build({ sequence: 300 }), 500);
    expect(prefill).toEqual(preset('llama3-8b-prefill').build({ sequence: 300 }));
    expect(decode?.layers).toEqual(preset('llama3-8b-decode').build({ context: 500 }).layers);
    expect(decode?.input).toEqual({ shape: [1], indices: true });
  });

  it('take the prompt and the token itself as its context', () => {
    const { decode } = phasesOf(preset('gpt2').build({ sequence: 100 }));
    const resolved = unwrap(resolveStack(decode ?? preset('mlp').build({}), 2));
    // 12 layers, keys and values, 768 wide, 101 tokens, two samples.
    expect(resolved.layers.reduce((sum, { stateElements, times }) => sum + stateElements * times, 0)).toBe(
      12 * 2 * 768 * 101 * 2,
    );
    expect(resolved.layers.at(-1)?.outputs).toEqual([[2, 1, 50_257]]);
  });

  it('are one pass without a cache, and decode alone where one is read', () => {
    for (const id of ['resnet50', 'bert-base']) expect(phasesOf(preset(id).build({})).decode).toBeNull();
    const stack = preset('llama3-8b-decode').build({});
    expect(phasesOf(stack)).toEqual({ prefill: null, decode: stack });
  });
});
