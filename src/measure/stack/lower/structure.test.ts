import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Layer, Stack, StackItem } from '#model/workload/layer.ts';
import { stackPreset, stackPresets } from '#model/workload/presets/index.ts';
import { add, batchNorm, conv, layer, linear, relu, repeat } from '#model/workload/presets/parts.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { PORTABLE } from '../portable.fixture.ts';
import type { Program, Step } from '../program.ts';
import { type LowerOptions, lowerStack } from './lower.ts';

function lowered(stack: Stack, over: Partial<LowerOptions> = {}, batch = 1): Program {
  return unwrap(lowerStack(unwrap(resolveStack(stack, batch)), { fused: false, adapter: PORTABLE, ...over }));
}
const image = (...layers: StackItem[]): Stack => ({ id: 's', name: 's', input: { shape: [3, 8, 8] }, layers });
const vector = (...layers: StackItem[]): Stack => ({ id: 's', name: 's', input: { shape: [8] }, layers });
const tokens = (...layers: StackItem[]): Stack => ({
  id: 's',
  name: 's',
  input: { shape: [5], indices: true },
  layers,
});
const limits = (maxStorageBufferBindingSize: number) => ({ ...PORTABLE, limits: { maxStorageBufferBindingSize } });
const done = ({ steps }: Program) => steps.map(({ layers, kernel }) => `${kernel.id}: ${layers.join(' + ')}`);
const activations = ({ steps }: Program) => steps.map(({ problem }) => problem['activation']);
const content = ({ tensors }: Program, id: string | undefined) =>
  tensors.find((tensor) => tensor.id === id)?.content?.fill() ?? new Float32Array();

describe('fusing', () => {
  const convNormRelu = [conv('conv', 4, 3), batchNorm('bn'), relu('relu')];

  it('leaves a convolution, its norm and its activation to one kernel, and only where it is asked for', () => {
    const fused = lowered(image(...convNormRelu), { fused: true });
    expect(done(fused)).toEqual(['convolution/implicit-gemm: conv + bn + relu']);
    expect(activations(fused)).toEqual([1]);
    expect(done(lowered(image(...convNormRelu)))).toEqual([
      'convolution/implicit-gemm: conv',
      'elementwise/scale-shift: bn',
      'elementwise/activation: relu',
    ]);
  });

  it('stops where somebody else reads what is between', () => {
    const alsoConv = lowered(image(...convNormRelu, add('sum', 'relu', 'conv')), { fused: true });
    expect(done(alsoConv)).toEqual([
      'convolution/implicit-gemm: conv',
      'elementwise/scale-shift: bn + relu',
      'elementwise/add: sum',
    ]);
    const alsoNorm = lowered(image(...convNormRelu, add('sum', 'relu', 'bn')), { fused: true });
    expect(done(alsoNorm)).toEqual([
      'convolution/implicit-gemm: conv + bn',
      'elementwise/activation: relu',
      'elementwise/add: sum',
    ]);
  });

  it('takes in what follows a linear layer or a sum, and no norm of tokens', () => {
    const mlp = vector(linear('fc', 8), batchNorm('bn'), relu('relu'), add('sum', 'relu', '@input'), relu('last'));
    expect(done(lowered(mlp, { fused: true }))).toEqual([
      'matmul/linear-small-m: fc + bn + relu',
      'elementwise/add: sum + last',
    ]);
    const ofTokens = tokens(
      layer('embedding', 'table', { vocabulary: 9, features: 6 }),
      linear('fc', 5),
      batchNorm('bn'),
    );
    // The norm's channels are the tokens, which are rows of the product.
    expect(done(lowered(ofTokens, { fused: true })).slice(1)).toEqual([
      'matmul/linear-small-m: fc',
      'elementwise/scale-shift: bn',
    ]);
  });

  it('does the same in every occurrence of a group, and not across its end', () => {
    const block = image(conv('stem', 4, 1), repeat('block', 2, [relu('first'), conv('conv', 4, 1)]), relu('after'));
    expect(done(lowered(block, { fused: true }))).toEqual([
      'convolution/pointwise: stem',
      'elementwise/activation: block/first',
      'convolution/pointwise: block/conv',
      'elementwise/activation: block/first',
      'convolution/pointwise: block/conv',
      'elementwise/activation: after',
    ]);
  });

  it('folds bias and statistics into one factor and one summand for each channel', () => {
    const program = lowered(image(conv('conv', 4, 3), batchNorm('bn')), { fused: true });
    const [, , scale, shift] = program.steps[0]?.reads ?? [];
    const apart = lowered(image(conv('conv', 4, 3), batchNorm('bn')));
    const bias = content(apart, apart.steps[0]?.reads[3]);
    const [, factor, summand] = apart.steps[1]?.reads ?? [];
    const [factors, summands] = [content(apart, factor), content(apart, summand)];
    expect([...content(program, scale)]).toEqual([...factors]);
    content(program, shift).forEach((value, channel) => {
      expect(value).toBeCloseTo((factors[channel] ?? 0) * (bias[channel] ?? 0) + (summands[channel] ?? 0), 6);
    });
  });
});

describe('tensors', () => {
  it('makes weights of a repeat group once, and activations in every occurrence', () => {
    const program = lowered(vector(repeat('block', 3, [linear('fc', 8)])));
    const reads = program.steps.map(({ reads: [x, weight] }) => [x, weight]);
    expect(new Set(reads.map(([, weight]) => weight)).size).toBe(1);
    expect(new Set(reads.map(([x]) => x)).size).toBe(3);
    expect(program.steps.map(({ occurrence }) => occurrence)).toEqual([0, 1, 2]);
    expect(program.tensors.filter(({ origin }) => origin === 'made')).toHaveLength(3);
  });

  it('has a tied weight once', () => {
    const program = lowered(
      tokens(
        layer('embedding', 'table', { vocabulary: 9, features: 6 }),
        linear('head', 9, { bias: false, tiedTo: 'table' }),
      ),
    );
    expect(program.steps[1]?.reads[1]).toBe(program.steps[0]?.reads[1]);
  });

  it('gives views and constants no step, and one tensor to what reads them', () => {
    const program = lowered(
      image(
        layer('reshape', 'flat', { shape: [3, 64] }),
        layer('learned-constant', 'position', { shape: [3, 64] }),
        add('sum', 'flat', 'position'),
        add('again', 'sum', 'position'),
      ),
    );
    expect(done(program)).toEqual(['elementwise/add: sum', 'elementwise/add: again']);
    expect(program.steps[1]?.reads[1]).toBe(program.steps[0]?.reads[1]);
  });

  it('fills the same numbers every time, near 1, and token ids that every table has', () => {
    const stack = tokens(
      layer('embedding', 'small', { vocabulary: 7, features: 6 }),
      layer('embedding', 'large', { vocabulary: 900, features: 6 }, ['@input']),
      add('sum', 'small', 'large'),
    );
    const [one, other] = [lowered(stack, {}, 40), lowered(stack, {}, 40)];
    const [ids, table] = one.steps[0]?.reads ?? [];
    expect([...content(one, table)]).toEqual([...content(other, table)]);
    const mean = content(one, table).reduce((sum, value) => sum + value * value, 0) / 42;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(1.5);
    const chosen = new Uint32Array(content(one, ids).buffer);
    expect(chosen).toHaveLength(200);
    expect(Math.max(...chosen)).toBe(6);
    expect(Math.min(...chosen)).toBe(0);
  });

  it('reads keys and values of a cache as they are, all of them', () => {
    const program = lowered(unwrapPreset('llama3-8b-decode', 17), { adapter: limits(2 ** 32) });
    const attention = program.steps.find(({ kernel }) => kernel.family === 'attention') as Step;
    expect(attention.problem).toMatchObject({ queries: 1, keys: 17, heads: 32, kvHeads: 8, packed: 0 });
    const sizes = attention.reads.map((id) => program.tensors.find((tensor) => tensor.id === id)?.elements);
    expect(sizes).toEqual([4096, 17 * 1024, 17 * 1024]);
  });
});

const unwrapPreset = (id: string, context: number): Stack => stackPreset(id)?.build({ context }) ?? vector();

describe('what cannot be run', () => {
  it('is skipped with the limit named, once for all occurrences, and what reads it goes on', () => {
    const stack = vector(linear('fc', 8), repeat('wide', 3, [linear('up', 64), linear('down', 8)]), relu('last'));
    // 8 × 64 weights are 2 KiB.
    const program = lowered(stack, { adapter: limits(1024) });
    expect(program.skipped.map(({ layer: path }) => path)).toEqual(['wide/up', 'wide/down']);
    expect(program.skipped[0]?.reason).toMatch(/Buffer weight needs .* maxStorageBufferBindingSize/);
    expect(done(program)).toEqual(['matmul/linear-small-m: fc', 'elementwise/activation: last']);
    const [x] = program.steps[1]?.reads ?? [];
    expect(program.tensors.find(({ id }) => id === x)).toMatchObject({ origin: 'given', elements: 8 });
  });

  it('leaves the layers after a skipped one to kernels of their own', () => {
    const stack = image(conv('conv', 64, 3), batchNorm('bn'), relu('relu'));
    // 64 × 3 × 9 weights are 6.75 KiB, 64 × 36 outputs 9 KiB.
    const small = lowered(stack, { fused: true, adapter: limits(9216) });
    expect(small.skipped).toEqual([]);
    const smaller = lowered(image(conv('conv', 64, 5), batchNorm('bn'), relu('relu')), {
      fused: true,
      adapter: limits(9216),
    });
    expect(smaller.skipped.map(({ layer: path }) => path)).toEqual(['conv']);
    expect(done(smaller)).toEqual(['elementwise/scale-shift: bn + relu']);
  });

  it('does not compute with token ids, nor look up what is none', () => {
    const sums = lowered(tokens(relu('act')));
    expect(sums.skipped).toEqual([{ layer: 'act', reason: expect.stringContaining('token ids') }]);
    const looked = lowered(vector(relu('act'), layer('embedding', 'table', { vocabulary: 4, features: 2 })));
    expect(looked.skipped).toEqual([{ layer: 'table', reason: expect.stringContaining('token ids') }]);
    const sliced = tokens(
      layer('slice', 'some', { axis: 1, start: 1, length: 2 }),
      layer('embedding', 'table', { vocabulary: 4, features: 2 }),
    );
    expect(lowered(sliced).skipped).toEqual([]);
  });

  it('names each operand that is repeated for some of the products', () => {
    const stack = image(
      layer('reshape', 'left', { shape: [3, 8, 8] }),
      layer('learned-constant', 'right', { shape: [1, 8, 8] }),
      layer('matmul', 'product', {}, ['left', 'right']),
    );
    expect(lowered(stack).skipped).toEqual([]);
    expect(lowered(stack, {}, 2).skipped).toEqual([]);
    const partly: Stack = image(
      layer('slice', 'one', { axis: 1, start: 0, length: 1 }),
      layer('matmul', 'product', {}, ['@input', 'one']),
    );
    expect(lowered(partly, {}, 2).skipped).toEqual([{ layer: 'product', reason: expect.stringContaining('repeats') }]);
  });

  it('is a largest element of padding alone, and not a pool that reaches the input everywhere', () => {
    const pool = (fields: Layer['fields']) => lowered(image(layer('max-pool', 'pool', fields))).skipped;
    const empty = [{ layer: 'pool', reason: expect.stringContaining('wholly in the padding') }];
    expect(pool({ kernel: [2], padding: [2] })).toEqual(empty);
    expect(pool({ kernel: [2], padding: [0, 0, 3, 0] })).toEqual(empty);
    // Some of its taps always meet the input.
    expect(pool({ kernel: [3], dilation: [3], padding: [3], stride: [1] })).toEqual([]);
    expect(pool({ kernel: [3], padding: [1], stride: [2] })).toEqual([]);
    expect(pool({ kernel: [3], stride: [3], ceilMode: true })).toEqual([]);
  });

  it('is nothing of the ready-made stacks on an adapter with room', () => {
    for (const { id, build } of stackPresets)
      for (const fused of [false, true]) {
        const { skipped } = lowered(build(), { fused, adapter: { ...PORTABLE, limits: ROOMY } });
        expect(skipped, id).toEqual([]);
      }
  });
});
const ROOMY = { maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 32 };
