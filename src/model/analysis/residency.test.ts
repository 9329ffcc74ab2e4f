import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { AnalysisSettings } from './analysis.ts';
import { analyze } from './analyze.ts';
import { COLD, machineOf, matmulOp, resolvedOf } from './resolved.fixture.ts';

const WIDTH = 256;
const layer = (name: string, producers?: readonly string[]) => ({
  name,
  input: [4, WIDTH],
  output: [4, WIDTH],
  ops: [matmulOp(4, WIDTH, WIDTH)],
  weights: WIDTH * WIDTH,
  ...(producers && { producers }),
});
const ACTIVATION = 4 * WIDTH * 4;
const WEIGHTS = WIDTH * WIDTH * 4;
const WARM: AnalysisSettings = { ...COLD, residency: 'warm' };

describe('residency', () => {
  const chain = resolvedOf([layer('a'), layer('b'), layer('c')]);
  const cached = (capacity: number, instances = 1) =>
    machineOf(
      [
        { id: 'cache', capacity, instances },
        { id: 'dram', capacity: 1e9 },
      ],
      { operandStore: 1e6 },
    );
  const homes = (capacity: number, settings: AnalysisSettings = WARM, instances = 1) =>
    unwrap(analyze(chain, cached(capacity, instances), settings)).layers.map(({ residency }) => residency);

  it('keeps activations in the cache exactly when it holds what is alive while the layers run', () => {
    expect(homes(2 * ACTIVATION)).toEqual([
      { input: 'dram', weights: 'dram', output: 'cache' },
      { input: 'cache', weights: 'dram', output: 'cache' },
      { input: 'cache', weights: 'dram', output: 'dram' },
    ]);
    expect(homes(2 * ACTIVATION - 1).map(({ output }) => output)).toEqual(['dram', 'dram', 'dram']);
    expect(homes(1e8, COLD).map(({ output }) => output)).toEqual(['dram', 'dram', 'dram']);
  });

  it('turns at the 8,000 B of one input and one output, not at 4,000 B', () => {
    const wide = (name: string) => ({
      name,
      input: [1, 1000],
      output: [1, 1000],
      ops: [matmulOp(1, 1000, 1000)],
      weights: 1e6,
    });
    const stack = resolvedOf([wide('a'), wide('b'), wide('c')]);
    const middle = (near: number) => {
      const machine = machineOf([
        { id: 'near', capacity: near },
        { id: 'far', capacity: 1e9 },
      ]);
      return unwrap(analyze(stack, machine, WARM)).layers[1]?.residency;
    };
    for (const near of [4000, 7999]) expect(middle(near)).toEqual({ input: 'far', weights: 'far', output: 'far' });
    expect(middle(8000)).toEqual({ input: 'near', weights: 'far', output: 'near' });
  });

  it('counts all instances together, half of them when double-buffered', () => {
    expect(homes(ACTIVATION / 2, WARM, 4)[0]?.output).toBe('cache');
    const doubled: AnalysisSettings = { ...WARM, overlap: 'double-buffered' };
    expect(homes(4 * ACTIVATION - 1, doubled)[0]?.output).toBe('dram');
    expect(homes(4 * ACTIVATION, doubled)[0]?.output).toBe('cache');
  });

  it('lets no activation cross a boundary beyond the tier that it stays in', () => {
    const [, middle] = unwrap(analyze(chain, cached(2 * ACTIVATION), WARM)).layers;
    expect(middle?.boundaries.map(({ read, written }) => [read, written])).toEqual([
      [ACTIVATION + WEIGHTS, ACTIVATION],
      [WEIGHTS, 0],
    ]);
    expect(middle?.boundaries[1]?.compulsory).toBe(WEIGHTS);
  });

  it('keeps a residual alive until its last reader', () => {
    const skip = resolvedOf([layer('a'), layer('b'), layer('c'), layer('d', ['c', 'a'])]);
    const outputs = (capacity: number) =>
      unwrap(analyze(skip, cached(capacity), WARM)).layers.map(({ residency }) => residency.output);
    // While c runs, the output of a lives beside those of b and c: three activations.
    expect(outputs(3 * ACTIVATION)).toEqual(['cache', 'cache', 'cache', 'dram']);
    expect(outputs(3 * ACTIVATION - 1)).toEqual(['dram', 'dram', 'dram', 'dram']);
  });
});

describe('placement', () => {
  const two = resolvedOf([layer('a'), { ...layer('b'), weights: 2 * WIDTH * WIDTH }]);
  const stores = (sram: number, technology: 'DRAM' | 'flash' = 'DRAM', far = 1e9) =>
    machineOf([
      { id: 'sram', capacity: sram, role: 'store' },
      { id: 'far', capacity: far, technology },
    ]);
  const placed = (...args: Parameters<typeof stores>) =>
    Object.fromEntries(
      unwrap(analyze(two, stores(...args), COLD)).placements.map(({ tensor, tier }) => [tensor, tier]),
    );

  it('fills the nearest store with activations, then the smallest weights, and spills the largest outward', () => {
    const everything = 2 * ACTIVATION + 3 * WEIGHTS;
    expect(new Set(Object.values(placed(everything)))).toEqual(new Set(['sram']));
    expect(placed(everything - 1)).toMatchObject({ '@input': 'sram', 'a.weight': 'sram', 'b.weight': 'far' });
    expect(placed(2 * ACTIVATION + WEIGHTS - 1)).toMatchObject({ a: 'sram', 'a.weight': 'far', 'b.weight': 'far' });
    // Two activations are alive while a layer runs: with room for one, every other one spills.
    expect(placed(2 * ACTIVATION - 1)).toMatchObject({ '@input': 'sram', a: 'far', b: 'sram' });
  });

  it('writes nothing to flash', () => {
    const analysis = unwrap(analyze(two, stores(ACTIVATION, 'flash'), COLD));
    expect(analysis.placements.find(({ tensor }) => tensor === 'a.weight')?.tier).toBe('far');
    expect(analysis.placements.find(({ tensor }) => tensor === 'a')?.tier).toBeNull();
    expect(analysis.notes.join(' ')).toMatch(/1 tensor fits no memory/);
  });

  it('says what fits nowhere, and fetches it from the farthest', () => {
    const analysis = unwrap(analyze(two, stores(1, 'DRAM', WEIGHTS), COLD));
    expect(analysis.placements.find(({ tensor }) => tensor === 'b.weight')).toMatchObject({
      role: 'weights',
      size: 2 * WEIGHTS,
      tier: null,
    });
    expect(analysis.layers[1]?.residency.weights).toBe('far');
    expect(analysis.totals.peakMemory).toBe(3 * WEIGHTS + 2 * ACTIVATION);
  });

  it('takes a store of unknown capacity to hold the rest', () => {
    const analysis = unwrap(analyze(two, machineOf([{ id: 'dram' }]), COLD));
    expect(analysis.placements.every(({ tier }) => tier === 'dram')).toBe(true);
    expect(analysis.notes.join(' ')).toMatch(/capacity of DRAM is unknown: it is taken to hold/);
  });

  it('keeps state beside the weights, and reads it from where it lives', () => {
    const decode = resolvedOf([
      {
        name: 'attention',
        input: [1, 1, 64],
        output: [1, 1, 64],
        state: 2 * 100 * 64,
        times: 3,
        ops: [
          {
            op: 'attention',
            batch: 1,
            heads: 1,
            kvHeads: 1,
            queries: 1,
            keys: 100,
            cachedKeys: 100,
            headDim: 64,
            causal: true,
            algorithm: 'fused',
          },
        ],
      },
    ]);
    const analysis = unwrap(analyze(decode, machineOf([{ id: 'dram', capacity: 1e9 }], { operandStore: 1e5 }), COLD));
    expect(analysis.placements.at(-1)).toEqual({
      tensor: 'attention ×3',
      role: 'state',
      size: 3 * 2 * 100 * 64 * 4,
      tier: 'dram',
    });
    expect(analysis.layers[0]?.boundaries[0]?.read).toBe((64 + 2 * 100 * 64) * 4);
  });
});
