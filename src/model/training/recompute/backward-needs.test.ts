import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { FieldValues, Shape } from '../../workload/layer.ts';
import { layerKind } from '../../workload/registry.ts';
import { backwardNeeds } from './backward-needs.ts';

const image: Shape = [2, 4, 8, 8];
const tokens: Shape = [2, 6, 12];

/** What the one op of a layer needs. */
function needsOf(kind: string, inputs: readonly Shape[], fields: FieldValues = {}) {
  const described = layerKind(kind);
  if (!described) throw new Error(`there is no ${kind}`);
  const complete = Object.fromEntries(described.fields.map((field) => [field.key, fields[field.key] ?? field.default]));
  const outputs = unwrap(described.infer(complete, inputs));
  const [op, another] = described.ops(complete, inputs, outputs);
  if (!op || another) throw new Error(`${kind} is not one op`);
  const { inputs: reads, output } = backwardNeeds(op);
  return `${reads ? 'inputs' : ''}${reads && output ? ' and ' : ''}${output ? 'output' : ''}`;
}

describe('what a backward pass reads of the forward pass', () => {
  type Case = readonly [kind: string, needs: string, inputs: readonly Shape[], fields: FieldValues];
  const cases: readonly Case[] = [
    ['linear', 'inputs', [tokens], {}],
    ['matmul', 'inputs', [tokens, [2, 12, 5]], {}],
    ['conv2d', 'inputs', [image], { outChannels: 4 }],
    ['depthwise-conv2d', 'inputs', [image], {}],
    ['attention', 'inputs and output', [tokens, tokens, tokens], { heads: 2, algorithm: 'fused' }],
    ['attention', 'inputs', [tokens, tokens, tokens], { heads: 2, algorithm: 'standard' }],
    ['activation', 'inputs', [tokens], {}],
    ['multiply', 'inputs', [tokens, tokens], {}],
    ['add', '', [tokens, tokens], {}],
    ['rotary', '', [tokens], { headDim: 6 }],
    ['batch-norm', 'inputs', [image], {}],
    ['layer-norm', 'inputs', [tokens], {}],
    ['rms-norm', 'inputs', [tokens], {}],
    ['group-norm', 'inputs', [image], { groups: 2 }],
    ['softmax', 'output', [tokens], {}],
    ['max-pool', 'inputs', [image], {}],
    ['average-pool', '', [image], {}],
    ['global-average-pool', '', [image], {}],
    ['transpose', '', [tokens], {}],
    ['concat', '', [tokens, tokens], {}],
  ];
  it.each(cases)('%s: %s', (kind, needs, inputs, fields) => {
    expect(needsOf(kind, inputs, fields)).toBe(needs);
  });
});
