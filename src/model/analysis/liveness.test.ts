import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Layer, Stack } from '../workload/layer.ts';
import { stackPreset } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { livenessOf } from './liveness.ts';
import { matmulOp, resolvedOf } from './resolved.fixture.ts';

const dense = (name: string, from: number, to: number, producers?: readonly string[]) => ({
  name,
  input: [1, from],
  output: [1, to],
  ops: [matmulOp(1, to, from)],
  ...(producers && { producers }),
});

describe('liveness', () => {
  it('holds the input and the output of the running layer', () => {
    const live = livenessOf(resolvedOf([dense('a', 10, 300), dense('b', 300, 20), dense('c', 20, 5)]), 'f32');
    expect(live.during).toEqual([310 * 4, 320 * 4, 25 * 4]);
    expect(live.after).toEqual([300 * 4, 20 * 4, 5 * 4]);
    expect(live.peak).toBe(320 * 4);
  });

  it('keeps a residual until its last reader, and views where they are', () => {
    const live = livenessOf(
      resolvedOf([
        dense('a', 10, 50),
        dense('b', 50, 60),
        { name: 'view', input: [1, 60], output: [60] },
        dense('c', 60, 50),
        dense('add', 50, 50, ['c', 'a']),
      ]),
      'int8',
    );
    expect(live.during).toEqual([60, 110, 110, 160, 150]);
    expect(live.outputs[2]).toBe(live.outputs[1]);
    expect(live.inputs[3]).toEqual([live.outputs[1]]);
  });

  it('keeps what a repeat group reads by name until its last occurrence, and its block input only once', () => {
    const linear = (name: string, outFeatures: number, ...inputs: string[]): Layer => ({
      name,
      kind: 'linear',
      fields: { outFeatures, bias: false },
      ...(inputs.length > 0 && { inputs }),
    });
    const endsWith = (times: number) => {
      const stack: Stack = {
        id: 'test',
        name: 'Test',
        input: { shape: [10] },
        layers: [
          linear('memory', 50),
          linear('start', 10, '@input'),
          {
            name: 'block',
            kind: 'repeat',
            times,
            layers: [
              linear('own', 10, '@block'),
              linear('cross', 10, 'memory'),
              { name: 'add', kind: 'add', fields: {}, inputs: ['own', 'cross'] },
              linear('out', 10),
            ],
          },
        ],
      };
      const { tensors } = livenessOf(unwrap(resolveStack(stack, 1)), 'int8');
      return ['memory', 'start', 'block/own'].map((name) => tensors.find((tensor) => tensor.name === name)?.end);
    };
    expect(endsWith(1)).toEqual([3, 2, 4]);
    expect(endsWith(3)).toEqual([5, 2, 4]);
  });

  it('counts scores and probabilities of standard attention while the layer runs', () => {
    const stack = stackPreset('bert-base')?.build({ sequence: 128 });
    if (stack === undefined) throw new Error('no bert-base');
    const layers = stack.layers.map((item) => {
      if (!('layers' in item)) return item;
      const inner = item.layers.map((layer) =>
        layer.kind === 'attention' ? { ...layer, fields: { ...layer.fields, algorithm: 'standard' } } : layer,
      );
      return { ...item, layers: inner };
    });
    const fused = livenessOf(unwrap(resolveStack(stack, 1)), 'f16');
    const standard = livenessOf(unwrap(resolveStack({ ...stack, layers }, 1)), 'f16');
    const more = Math.max(...standard.during.map((size, index) => size - (fused.during[index] ?? 0)));
    expect(more).toBe(2 * 12 * 128 * 128 * 2);
  });

  it('is the published peak of MobileNetV2 where its largest pair is alive: 96 channels at 112² in and out', () => {
    const stack = stackPreset('mobilenet-v2')?.build({});
    if (stack === undefined) throw new Error('no mobilenet-v2');
    // Nothing in place: the activation after the expansion reads and writes 96 × 112² (with it in place: 1,470 KiB).
    expect(livenessOf(unwrap(resolveStack(stack, 1)), 'int8').peak).toBe(2 * 96 * 112 * 112);
  });
});
