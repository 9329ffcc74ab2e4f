import { describe, expect, it } from 'vitest';
import type { LadderFigure } from '../figure.ts';
import { figure, rate, SOFTWARE, said } from './stated-rates.fixture.ts';

const cube = { m: 64, n: 64, k: 64 };
const rung = (name: string, perSecond: number) => rate(`matmul/${name}`, cube, perSecond, { role: 'point' });
const peak = rate('compute/fma', { invocations: 64, iterations: 8 }, 1e13, { role: 'compute-peak', spread: 0 });
const ladder = [rung('register', 6e12), rung('tiled-16', 2e12), rung('naive', 1e12), rung('direct-vec4', 4e12), peak];

describe('the matmul ladder', () => {
  it('stands in the order in which it is explained, as shares of the peak, the tuned product last', () => {
    const trial = rate('matmul/tuned-staged-4x4', cube, 9e12, { role: 'sweep' });
    const tuned = [trial, rung('tuned-direct-8x8', 7e12), rung('tuned-quad-8x8', 8e12)];
    const { rungs, x } = figure('ladder', [...tuned, ...ladder]) as LadderFigure;
    expect(x.unit).toBe('share');
    expect(rungs.map(({ label, value }) => [label, value.toPrecision(3)])).toEqual([
      ['naive', '0.100'],
      ['tile 16', '0.200'],
      ['vec4 register tile', '0.600'],
      ['vec4 straight from memory', '0.400'],
      ['best here', '0.800'],
    ]);
    const [low = 0, high = 0] = rungs[0]?.interval ?? [];
    expect([low, high].map((end) => end.toPrecision(3))).toEqual(['0.0990', '0.101']);
  });
  it('says what the best reaches, and what tiles alone do', () => {
    expect(said('ladder', ladder)).toBe(
      'On this GPU vec4 register tile reaches 6 TFLOP/s, 60 % of the multiply-add peak; that is 6× as fast as naive; tiles in workgroup memory alone are 2× as fast as naive.',
    );
  });
  it('stays true where naive beats tiles, where it beats all, and where the samples tell nothing apart', () => {
    const lost = [rung('naive', 3e9), rung('tiled-16', 1.5e9), rung('register', 4e9), rung('direct-vec4', 2e10)];
    expect(said('ladder', lost, SOFTWARE)).toBe(
      'On this software adapter vec4 straight from memory reaches 20 GFLOP/s; that is 6.67× as fast as naive; tiles in workgroup memory alone are 50 % as fast as naive, since barriers cost a processor more than its caches spare.',
    );
    expect(said('ladder', lost)).toMatch(/alone are 50 % as fast as naive\.$/);
    const best = [rung('naive', 5e9), rung('register', 4e9), rung('direct-vec4', 2e9)];
    expect(said('ladder', best)).toBe('On this GPU naive reaches 5 GFLOP/s.');
    const same = [rung('naive', 5e9), rung('register', 5e9), rung('direct-vec4', 5e9)];
    expect(said('ladder', same)).toContain(
      'naive, vec4 register tile and vec4 straight from memory, which the intervals do not tell apart, reach 5 GFLOP/s',
    );
  });
  it('names what the adapter cannot run, and needs more than tiles', () => {
    const faults = [
      { kind: 'unsupported', kernel: 'matmul/subgroup', message: 'It needs the WebGPU feature subgroups.' },
      { kind: 'unsupported', kernel: 'memory/read', message: 'Too large.' },
    ] as const;
    const { notes } = figure('ladder', ladder, { faults });
    expect(notes).toContain('Without shared in a subgroup. It needs the WebGPU feature subgroups.');
    expect(notes.join(' ')).not.toContain('Too large');
    expect(figure('ladder', [rung('naive', 1e9), rung('tiled-8', 1e9), rung('register', 1e9)])).toBeUndefined();
  });
});

describe('few rows', () => {
  const few = (name: string, perSecond: number) =>
    rate(`matmul/${name}`, { m: 4, n: 64, k: 64 }, perSecond, { role: 'point' });
  it('are a figure of their own, beside the ladder of squares', () => {
    const measured = [few('small-m', 4e11), few('direct-vec4', 1e11), ...ladder];
    expect((figure('ladder', measured) as LadderFigure).rungs).toHaveLength(4);
    expect((figure('few-rows', measured) as LadderFigure).rungs.map(({ label }) => label)).toEqual([
      'one sum an invocation',
      'split along K, 4 rows',
    ]);
    expect(said('few-rows', measured)).toBe(
      'On this GPU split along K, 4 rows reaches 400 GFLOP/s, 4× as fast as one sum an invocation.',
    );
    expect(figure('few-rows', ladder)).toBeUndefined();
  });
  it('say so where splitting gains nothing', () => {
    expect(said('few-rows', [few('small-m', 1e9), few('direct-vec4', 2e9)])).toBe(
      'On this GPU one sum an invocation reaches 2 GFLOP/s.',
    );
    expect(said('few-rows', [few('small-m', 2e9), few('direct-vec4', 2e9)])).toContain('do not tell apart');
  });
});

describe('the product by number format', () => {
  it('sets each format against f32 made in the same way', () => {
    const measured = [rung('int8', 16e12), rung('direct-vec4', 4e12), rung('f16', 8e12), rung('register', 6e12)];
    const { rungs } = figure('ladder-formats', measured) as LadderFigure;
    expect(rungs.map(({ label }) => label)).toEqual(['f32', 'f16', 'int8']);
    expect(said('ladder-formats', measured)).toBe('On this GPU f32 reaches 4 Top/s; f16 2× and int8 4× as much.');
  });
  it('names the formats that the adapter lacks', () => {
    const faults = [{ kind: 'unsupported', kernel: 'matmul/f16', message: 'It needs shader-f16.' }] as const;
    const { notes } = figure('ladder-formats', [rung('int8', 16e12), rung('direct-vec4', 4e12)], { faults });
    expect(notes).toContain('Without f16. It needs shader-f16.');
  });
  it('is none without f32, or with nothing beside it', () => {
    expect(figure('ladder-formats', [rung('f16', 8e12), rung('int8', 8e12)])).toBeUndefined();
    expect(figure('ladder-formats', [rung('direct-vec4', 8e12)])).toBeUndefined();
  });
});
