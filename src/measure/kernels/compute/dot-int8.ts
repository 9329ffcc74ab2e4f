import { seededRandom } from '#core/random.ts';
import { bytes, flops } from '#core/units.ts';
import source from '#shaders/compute/dot-int8.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pointwise } from '../pointwise.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { packedOrbit } from './packed-orbit.ts';
import { addRuns } from './runs.ts';

const INVOCATIONS = 256;
const CHAINS = 8;
/** Pairs of c and d, which the invocations take in turn. */
const SEEDS = 64;
/** Four multiplies and four adds. */
const OPERATIONS = 8;

const invocations = (problem: Problem): number => sizeOf(problem, 'invocations');
const iterations = (problem: Problem): number => sizeOf(problem, 'iterations');
const groups = (problem: Problem) => foldGroups(Math.ceil(invocations(problem) / INVOCATIONS));
const results = (problem: Problem): number => CHAINS * invocations(problem);

function seededBits(): Float32Array {
  const random = seededRandom(1);
  return new Float32Array(Uint32Array.from({ length: 2 * SEEDS }, () => random.integer(2 ** 32)).buffer);
}

/** Bytes of the distinct seeds that so many invocations in a row take. */
const seedBytes = (count: number): number => 2 * ELEMENT * Math.min(SEEDS, count);

export const dotInt8 = Object.freeze<Kernel>({
  id: 'compute/dot-int8',
  family: 'compute',
  title: 'Dot product peak, int8 operations',
  teaches:
    'Four products of 8-bit integers and their sum in one instruction: operations, not FLOP, and what quantised networks gain.',
  source,
  entryPoint: 'main',
  requires: { languageFeatures: ['packed_4x8_integer_dot_product'] },
  sizes: [
    { key: 'invocations', label: 'Invocations', min: 1, max: 2 ** 20, default: 2 ** 14 },
    { key: 'iterations', label: 'Dot products a chain', min: 1, max: 2 ** 20, default: 512 },
  ],
  bindings: [
    {
      name: 'seeds',
      access: 'read',
      elements: () => 2 * SEEDS,
      content: { key: () => `${2 * SEEDS} random words`, fill: seededBits },
    },
    { name: 'orbits', access: 'write', elements: results },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({ GROUPS_X: groups(problem)[0], ITERATIONS: iterations(problem) }),
  lengths: (problem) => ({ ORBITS: results(problem) }),
  workgroups: groups,
  cost: (problem, widths) => {
    const tally = new Tally(widths);
    const count = invocations(problem);
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    const whole = Math.floor(count / lanes);
    // The seeds begin anew after 64, at the start of a sector.
    const seeds = (length: number) => Array.from({ length }, (_, lane) => 2 * (lane % SEEDS));
    tally.add({ offsets: seeds(lanes), width: 2, start: 0, loops: [{ stride: 2 * lanes, count: whole }] });
    tally.add({ offsets: seeds(count - whole * lanes), width: 2, start: 2 * lanes * whole, loops: [] });
    addRuns(tally, { count, lanes, width: 1, starts: Array.from({ length: CHAINS }, (_, i) => i * count) });
    const full = Math.floor(count / INVOCATIONS);
    const stored = ELEMENT * results(problem);
    return tally.cost({
      flop: flops(OPERATIONS * results(problem) * iterations(problem)),
      tiled: bytes(full * seedBytes(INVOCATIONS) + seedBytes(count - full * INVOCATIONS) + stored),
      compulsory: bytes(seedBytes(count) + stored),
    });
  },
  reference: (problem, [input]) => {
    if (!input) throw new Error('compute/dot-int8 needs its seeds');
    const seeds = new Uint32Array(input.buffer, input.byteOffset, input.length);
    const count = invocations(problem);
    // Invocations with one seed end alike.
    const known = new Map<number, number>();
    const end = (seed: number, chain: number): number => {
      const key = seed * CHAINS + chain;
      const d = seeds[2 * seed + 1] ?? Number.NaN;
      const value =
        known.get(key) ??
        packedOrbit(seeds[2 * seed] ?? Number.NaN, d, d + chain * 0x01010101, iterations(problem)) & 0xffffff;
      known.set(key, value);
      return value;
    };
    return pointwise(
      results(problem),
      1,
      (index) => ({ value: end((index % count) % SEEDS, Math.floor(index / count)), tolerance: 0 }),
      (index) => `chain ${Math.floor(index / count)} of invocation ${index % count}`,
    );
  },
});
