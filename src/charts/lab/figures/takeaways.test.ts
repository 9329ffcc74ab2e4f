import { describe, expect, it } from 'vitest';
import { quantity } from '#core/quantity.ts';
import { bytes, bytesPerSecond, flops, seconds } from '#core/units.ts';
import type { DiscoveredTier, Measurement, Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import type { CurveFigure, Figure, HeatFigure, LadderFigure } from '../figure.ts';
import { figureToCsv } from '../figure-csv.ts';
import { figuresOf } from '../figures.ts';

const WORK = 1e9;
let count = 0;

interface Rate {
  readonly role?: Measurement['role'];
  /** Bytes moved for each that is asked for. */
  readonly moved?: number;
  /** Half the interval, as a share of the median. */
  readonly spread?: number;
}
/** A measurement that does 10⁹ bytes and operations of work at so much a second. */
function rate(kernel: string, problem: Measurement['problem'], perSecond: number, over: Rate = {}): Measurement {
  const { role = 'sweep', moved = 1, spread = 0.01 } = over;
  const time = WORK / perSecond;
  const work = bytes(WORK);
  return sampleMeasurement({
    id: `m${count++}`,
    kernel,
    problem,
    role,
    samples: [seconds(time)],
    median: seconds(time),
    interval: [seconds(time * (1 - spread)), seconds(time * (1 + spread))],
    cost: {
      flop: flops(WORK),
      requested: work,
      moved: bytes(WORK * moved),
      useful: work,
      tiled: work,
      compulsory: work,
      workgroup: work,
    },
  });
}
const GPU = sampleRun();
const SOFTWARE: Partial<Run> = { adapter: { ...GPU.adapter, fallback: true } };
const CPU: Partial<Run> = { engine: 'cpu' };

function figure(
  id: string,
  measurements: readonly Measurement[],
  over: Partial<Run> = {},
  tiers?: readonly DiscoveredTier[],
) {
  const discovery = tiers ? { tiers, range: [bytes(4096), bytes(2 ** 26)] as const } : null;
  const run = { ...GPU, measurements, ...over };
  return figuresOf(run, 'measured', discovery).find((one) => one.id === id) as Figure;
}
const said = (...asked: Parameters<typeof figure>) => figure(...asked).takeaway.replaceAll('\u00a0', ' ');

const tier = (
  id: number,
  name: string,
  capacity: number | null,
  latency: number,
  bandwidth: number,
): DiscoveredTier => ({
  id: `tier-${id}`,
  name,
  capacity: capacity === null ? null : quantity(bytes(capacity), 'measured'),
  latency: quantity(seconds(latency), 'measured'),
  bandwidth: quantity(bytesPerSecond(bandwidth), 'measured'),
  confidence: 0.9,
});
const TIERS = [
  tier(1, 'L1', 2 ** 15, 1.6e-9, 3e10),
  tier(2, 'L2', 2 ** 20, 4.3e-9, 2e10),
  tier(3, 'Memory', null, 1.63e-7, 8e9),
];

describe('latency', () => {
  const chase = (size: number, perSecond: number) => rate('latency/chase', { bytes: size, hops: 1000 }, perSecond);
  const rising = [chase(4096, 1e15), chase(2 ** 24, 1e14)];
  it('names each tier that it is given', () => {
    expect(said('latency', rising, CPU, TIERS)).toBe(
      'On this processor a load takes 1.6 ns in L1 (to 32 KiB), 4.3 ns in L2 (to 1 MiB), 163 ns in Memory.',
    );
    expect(
      (figure('latency', rising, CPU, TIERS) as CurveFigure).tiers.map(({ name, from, to }) => [name, from, to]),
    ).toEqual([
      ['L1', 4096, 2 ** 15],
      ['L2', 2 ** 15, 2 ** 20],
      ['Memory', 2 ** 20, 2 ** 26],
    ]);
  });
  it('says the ends of the curve without tiers, and no difference that does not show', () => {
    expect(said('latency', rising)).toBe('On this GPU a load takes 1 ns in 4 KiB and 10 ns in 16 MiB, 10× as long.');
    expect(said('latency', [chase(4096, 1e15), chase(2 ** 24, 1e15)])).toMatch(/no longer in 16 MiB\.$/);
  });
  it('says why it is an upper bound: of a GPU also by the translation of addresses', () => {
    expect(figure('latency', rising).notes[0]).toMatch(/^An upper bound.*translation of addresses/);
    expect(figure('latency', rising, CPU).notes[0]).not.toContain('translation');
  });
});

describe('working set', () => {
  const set = (size: number, perSecond: number) => rate('memory/shared-set', { bytes: size, rounds: 8 }, perSecond);
  it('names each tier', () => {
    expect(said('working-set', [set(4096, 3e10), set(2 ** 26, 8e9)], CPU, TIERS)).toBe(
      'On this processor bandwidth is 30 GB/s in L1 (to 32 KiB), 20 GB/s in L2 (to 1 MiB), 8 GB/s in Memory.',
    );
    expect(said('working-set', [set(4096, 3e10), set(2 ** 26, 8e9)])).toMatch(
      /falls from 30 GB\/s in 4 KiB to 8 GB\/s/,
    );
  });
  it('says plainly where nothing falls, whatever tiers the latency shows', () => {
    const flat = [set(4096, 8.2e9), set(2 ** 26, 8e9)];
    expect(said('working-set', flat, CPU, TIERS)).toBe(
      'On this processor bandwidth does not fall up to 64 MiB, where it is 8 GB/s: on one thread the loop, not memory, is the limit.',
    );
    expect(said('working-set', flat, {}, TIERS)).toMatch(/no cache stands out\.$/);
    expect(said('working-set', flat, SOFTWARE)).toMatch(/^On this software adapter .*loop that a processor makes/);
  });
});

describe('streams', () => {
  const long = { elements: 2 ** 24, rounds: 1 };
  const reads = (vector: number, scalar: number) => [
    rate('memory/read', long, vector, { role: 'memory-bandwidth' }),
    rate('memory/read-scalar', long, scalar),
  ];
  it('says what vec4 gives, and what copy and triad reach of read', () => {
    const others = [rate('memory/copy', long, 9e11), rate('memory/triad', long, 1e12)];
    expect(said('streams', [...reads(1e12, 8e11), ...others])).toBe(
      'On this GPU reads of a vec4 at a time reach 1 TB/s, 1.25× as fast as an f32 at a time; a copy reaches 90 % of that, a triad reaches as much, as far as the intervals tell.',
    );
    expect(said('streams', reads(8e11, 1e12))).toContain('80 % as fast as an f32 at a time.');
    expect(said('streams', reads(1e12, 1e12))).toContain(
      ', as fast as an f32 at a time, as far as the intervals tell.',
    );
    expect(said('streams', [rate('memory/read', long, 1e9)], CPU)).toBe('On this processor reads reach 1 GB/s.');
  });
  it('takes the longest of an experiment, not one in a cache nor one by hand', () => {
    const short = { elements: 2 ** 10, rounds: 64 };
    const found = figure('streams', [
      rate('memory/read', long, 1e12, { role: 'memory-bandwidth' }),
      rate('memory/read', short, 4e12),
      rate('memory/read', { elements: 2 ** 26, rounds: 1 }, 5e12, { role: 'cache-bandwidth' }),
      rate('memory/read', { elements: 2 ** 26, rounds: 1 }, 6e12, { role: 'point' }),
    ]) as LadderFigure;
    expect(found.rungs.map(({ value }) => Math.round(value / 1e9))).toEqual([1000]);
  });
});

describe('stride', () => {
  const at = (stride: number, perSecond: number, elements = 2 ** 20, spread = 0.01) =>
    rate('memory/strided', { elements, stride }, perSecond, { moved: Math.min(stride, 8), spread });
  const sweep = [at(1, 8e11), at(2, 4e11), at(8, 1.2e11), at(32, 5e10)];

  it('says useful over moved bytes and models the bandwidth with it', () => {
    expect(said('stride', sweep)).toBe(
      'On this GPU neighbours that read 32 elements apart get 6.25 % of the bandwidth of those side by side; 12.5 % of moved bytes are useful, and the transaction model says 12.5 %.',
    );
    const { series } = figure('stride', sweep) as CurveFigure;
    expect(series.map(({ id, provenance }) => [id, provenance])).toEqual([
      ['scalar', 'measured'],
      ['scalar-model', 'modelled'],
    ]);
    expect(series[1]?.points.map(({ x, y }) => [x, Math.round(y / 1e9)])).toEqual([
      [1, 800],
      [2, 400],
      [8, 100],
      [32, 100],
    ]);
    expect(series[0]?.points.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
      'memory/strided elements 1,048,576, stride 1: 100 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 2: 50 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 8: 12.5 % of moved bytes are useful',
      'memory/strided elements 1,048,576, stride 32: 12.5 % of moved bytes are useful',
    ]);
  });
  it('keeps points of half the size after a lack of memory, and says so', () => {
    const halved = [at(1, 8e11), at(2, 4e11), at(8, 1e11, 2 ** 19)];
    const { series, notes } = figure('stride', halved) as CurveFigure;
    expect(series[0]?.points.map(({ x }) => x)).toEqual([1, 2, 8]);
    expect(series[0]?.points[2]?.label).toContain('elements 524,288');
    expect(notes.join(' ')).toContain('Not every point is of the same problem');
    expect(figure('stride', sweep).notes.join(' ')).not.toContain('Not every point');
  });
  it('leaves out what was measured by hand', () => {
    const byHand = { ...at(64, 1), role: 'point' as const };
    expect((figure('stride', [...sweep, byHand]) as CurveFigure).series[0]?.points).toHaveLength(4);
  });
  it('has what is left in the heat map, and its interval end against end', () => {
    const { cells, columns, takeaway } = figure('stride-width', sweep) as HeatFigure;
    expect(columns).toEqual(['1', '2', '8', '32']);
    expect(cells[0]?.map((cell) => cell?.y)).toEqual([1, 0.5, 0.15, 0.0625].map((y) => expect.closeTo(y, 9)));
    expect(cells[0]?.[1]?.interval).toEqual([
      expect.closeTo((0.5 / 1.01) * 0.99, 9),
      expect.closeTo((0.5 / 0.99) * 1.01, 9),
    ]);
    expect(takeaway).toMatch(/the least is left at a stride of 32: 6.25/);
  });
  it('names several strides where the intervals do not tell the least from the next', () => {
    const tied = [at(1, 8e11), at(2, 4e11), at(8, 1.01e11), at(32, 1e11)];
    expect(said('stride-width', tied)).toMatch(/strides of 8 and 32, which the intervals do not tell apart: 12.5 %/);
    expect(said('stride-width', [at(1, 8e11), at(2, 8e11)])).toMatch(/no stride leaves less/);
  });
  it('writes its values as CSV with units and quotes', () => {
    const lines = figureToCsv(figure('stride', [at(1, 8e11), at(2, 4e11)])).split('\r\n');
    expect(lines[0]).toBe('run,series,x_elements,y_B_per_s,low_B_per_s,high_B_per_s,provenance,label');
    expect(lines[2]?.replaceAll('\u00a0', ' ')).toMatch(
      /^A,f32 loads,2,4(?:e\+11|0{11}),396039603960\.\d+,404040404040\.\d+,measured,"memory\/strided elements 1,048,576, stride 2: 50 % of moved bytes are useful"$/,
    );
    expect(lines[4]).toMatch(/^A,"f32 loads, transaction model",2,4(?:e\+11|0{11}),,,modelled,/);
    expect(lines.at(-1)).toBe('');
  });
});

describe('random reads', () => {
  const row = rate('memory/read-scalar', { elements: 2 ** 24, rounds: 1 }, 8e11);
  const anywhere = (perSecond: number) => rate('memory/random', { elements: 2 ** 24 }, perSecond, { moved: 8 });
  it('compares with reads in a row as far as the intervals tell', () => {
    expect(said('random', [row, anywhere(1e11)])).toBe(
      'On this GPU reads that land anywhere in 64 MiB get 12.5 % of the bandwidth of reads in a row; 12.5 % of the bytes that they move are useful.',
    );
    expect(said('random', [row, anywhere(8e11)])).toContain('as fast as reads in a row, as far as the intervals tell');
    expect(said('random', [row, anywhere(1.6e12)])).toContain('get 2× the bandwidth of reads in a row: a cache still');
    expect(said('random', [anywhere(1e11)])).toContain('without reads in a row');
  });
});

describe('workgroup memory, chains and workgroups', () => {
  const bank = (stride: number, perSecond: number) =>
    rate('workgroup/bank-conflicts', { stride, workgroups: 4, rounds: 8 }, perSecond);
  it('says which strides are slowest, all that are not told apart', () => {
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 4e12), bank(32, 1e12)])).toMatch(
      /slowest at a stride of 32; a stride of 1 is 8× as fast: accesses that meet in one bank/,
    );
    expect(said('bank-conflicts', [bank(1, 8e12), bank(16, 1e12), bank(32, 1e12)])).toContain('strides of 16 and 32');
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 8e12)])).toContain('no bank conflict shows');
    expect(said('bank-conflicts', [bank(1, 8e12), bank(2, 1e12)], SOFTWARE)).toContain('no bank is to blame');
  });
  const chain = (chains: number, perSecond: number) =>
    rate('compute/fma-chains', { chains, invocations: 64, iterations: 8 }, perSecond);
  it('says from how many chains on nothing is gained', () => {
    expect(said('chains', [chain(1, 5e12), chain(4, 2e13), chain(8, 2e13)])).toBe(
      'On this GPU one chain of multiply-adds reaches 5 TFLOP/s; 4 independent chains reach 20 TFLOP/s, 4× as much, since they need not wait for each other; more gain nothing, as far as the intervals tell.',
    );
    expect(said('chains', [chain(1, 5e12), chain(8, 2e13)])).toMatch(/for each other\.$/);
    expect(said('chains', [chain(1, 5e12), chain(8, 4e12)])).toContain('more gain nothing');
  });
  const group = (workgroups: number, perSecond: number) =>
    rate('memory/occupancy', { elements: 64, workgroups }, perSecond);
  it('says how many workgroups are enough', () => {
    expect(said('occupancy', [group(1, 1e9), group(64, 1e11), group(256, 1e11)])).toBe(
      'On this GPU one workgroup under way gets 1 GB/s; 64 workgroups get 100 GB/s, and more get no more, as far as the intervals tell.',
    );
    expect(said('occupancy', [group(1, 1e9), group(64, 1e11)])).toMatch(
      /64 workgroups get 100 GB\/s, the most measured\.$/,
    );
    expect(said('occupancy', [group(1, 1e9), group(64, 1e9)])).toMatch(/gets 1 GB\/s, and more get no more/);
  });
});

describe('formats and overheads', () => {
  const work = { invocations: 64, iterations: 8 };
  it('sets each format against f32, leaves out what was measured by hand', () => {
    expect(
      said('formats', [
        rate('compute/fma', work, 1e13, { role: 'compute-peak' }),
        rate('compute/fma', work, 1e9, { role: 'point' }),
        rate('compute/fma-f16', work, 2e13),
        rate('compute/dot-int8', work, 1e13),
      ]),
    ).toBe(
      'On this GPU f32 reaches 10 Top/s; f16 2× as much; int8 dot product as much as f32, as far as the intervals tell.',
    );
  });
  it('lists what each asking takes', () => {
    expect(
      said('overheads', [rate('overhead/dispatch', { repeats: 1 }, 1e15), rate('overhead/map', { repeats: 1 }, 1e13)]),
    ).toBe('On this GPU a dispatch takes 1 µs and reading back 100 µs.');
  });
});

describe('tiles', () => {
  const cube = { m: 64, n: 64, k: 64 };
  const tile = (size: number, perSecond: number) => rate(`matmul/tiled-${size}`, cube, perSecond, { role: 'point' });
  const naive = (perSecond: number) => rate('matmul/naive', cube, perSecond, { role: 'point' });
  it('sets the best tile against the smallest and against none', () => {
    const found = figure('tiles', [tile(16, 8e12), naive(2e12), tile(2, 1e12)]) as LadderFigure;
    expect(found.rungs.map(({ label }) => label)).toEqual(['no tile', 'tile 2', 'tile 16']);
    expect(said('tiles', [tile(16, 8e12), naive(2e12), tile(2, 1e12)])).toBe(
      'On this GPU tile 16 reaches 8 TFLOP/s, 8× as fast as tile 2 and 4× as fast as no tile.',
    );
  });
  it('names no fastest tile that the intervals do not tell from the next', () => {
    expect(said('tiles', [tile(2, 1e12), tile(16, 8e12), tile(32, 8.05e12)])).toContain(
      'tiles 16 and 32, which the intervals do not tell apart, reach 8.05 TFLOP/s, 8.05× as fast as tile 2.',
    );
  });
  it('says why where every tile loses', () => {
    const lost = [naive(4e9), tile(2, 1e9), tile(8, 2e9)];
    expect(said('tiles', lost, SOFTWARE)).toMatch(/50 % as fast as no tile: a processor runs the invocations/);
    expect(said('tiles', lost)).toMatch(/50 % as fast as no tile: caches may keep/);
  });

  const own = (name: string, pitch: number, perSecond: number, size?: number) =>
    rate(`matmul/${name}`, { ...cube, pitch, ...(size !== undefined && { tile: size }) }, perSecond, { role: 'point' });
  it('says of a processor what order, tile and padding give', () => {
    const ladder = [
      own('ijk', 64, 1e9),
      own('ikj', 64, 3e9),
      own('ijk', 80, 2e9),
      own('ikj', 80, 3e9),
      own('tiled', 80, 6e9, 32),
    ];
    expect(said('tiles', ladder, CPU)).toBe(
      'On this processor the loop order i, k, j is 1.5× as fast as i, j, k, since it reads along rows; tile 32 is 2× as fast as i, k, j; i, j, k with padded rows is 2× as fast as with rows of 64, a power of two, since columns of those fall into few sets of a cache.',
    );
    expect(said('tiles', [own('ijk', 64, 1e9), own('ijk', 80, 1e9), own('ikj', 80, 1e9)], CPU)).not.toContain('since');
  });
});
