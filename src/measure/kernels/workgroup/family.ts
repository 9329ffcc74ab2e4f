import { seededRandom } from '#core/random.ts';
import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem, Reference, SizeSpec } from '../kernel.ts';
import { INVOCATIONS, sumStores } from '../memory/lane-sums.ts';
import { pointwise } from '../pointwise.ts';
import { sizeOf } from '../problem.ts';

/** f32 elements of the workgroup memory that is read: 8 KiB, half of what WebGPU promises, so that a core holds several workgroups. */
const TILE = 2048;
/** Loads of an invocation in a round. */
const LOADS = 8;
/** Loads' widths that a round starts after the one before. */
const ADVANCE = 37;

const groups = (problem: Problem): number => sizeOf(problem, 'workgroups');
const rounds = (problem: Problem): number => sizeOf(problem, 'rounds');

/** Seeded whole numbers from −8 to 7: their sums are exact in f32, in any order, up to 2^21 of them. */
function wholeNumbers(): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: TILE }, () => random.integer(16) - 8);
}

/** What one program adds to the family. */
export interface WorkgroupVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** f32 elements of one load. */
  readonly width: 1 | 4;
  /** Loads' widths between neighbours. */
  readonly stride: (problem: Problem) => number;
  readonly sizes: readonly SizeSpec[];
}

/** The sums that the invocations of any workgroup end with. */
function sumsOf(tile: Float32Array, { width, stride }: WorkgroupVariant, problem: Problem): Float64Array {
  const slots = TILE / width;
  // How often an invocation reads the slot so far from its first.
  const times = new Float64Array(slots);
  for (let round = 0; round < rounds(problem); round++)
    for (let load = 0; load < LOADS; load++) {
      const ahead = (ADVANCE * round + (slots / LOADS) * load) % slots;
      times[ahead] = (times[ahead] ?? 0) + 1;
    }
  return Float64Array.from({ length: INVOCATIONS }, (_, lane) => {
    let sum = 0;
    for (let ahead = 0; ahead < slots; ahead++) {
      const slot = (lane * stride(problem) + ahead) % slots;
      for (let i = 0; i < width; i++) sum += (times[ahead] ?? 0) * (tile[slot * width + i] ?? Number.NaN);
    }
    return sum;
  });
}

/**
 * Workgroups that each fill 8 KiB of workgroup memory from one small buffer and read it `rounds` times; every invocation
 * writes the sum of its loads.
 */
export function workgroupKernel(variant: WorkgroupVariant): Kernel {
  const { id, title, teaches, source, width, sizes } = variant;
  const sums = (problem: Problem): number => groups(problem) * INVOCATIONS;
  return Object.freeze<Kernel>({
    id,
    family: 'workgroup',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [
      ...sizes,
      // Not more than one dimension of a dispatch holds.
      { key: 'workgroups', label: 'Workgroups', min: 1, max: 65_535, default: 256 },
      { key: 'rounds', label: 'Rounds of eight loads', min: 1, max: 2 ** 16, default: 64 },
    ],
    bindings: [
      {
        name: 'source',
        access: 'read',
        elements: () => TILE,
        content: { key: () => `${TILE} whole numbers`, fill: wholeNumbers },
      },
      { name: 'sums', access: 'write', elements: sums },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    workgroupBytes: TILE * ELEMENT,
    overrides: (problem) => ({
      ROUNDS: rounds(problem),
      ...Object.fromEntries(sizes.map(({ key }) => [key.toUpperCase(), sizeOf(problem, key)])),
    }),
    lengths: (problem) => ({ SUMS: sums(problem) }),
    workgroups: (problem) => [groups(problem), 1, 1],
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const fill = { stride: width * lanes, count: TILE / width / lanes };
      const offsets = Array.from({ length: lanes }, (_, lane) => width * lane);
      tally.add({ offsets, width, start: 0, loops: [fill, { stride: 0, count: groups(problem) }] });
      tally.add(sumStores(sums(problem), lanes));
      const loads = sums(problem) * LOADS * rounds(problem) * width;
      return {
        ...tally.cost({
          flop: flops(loads),
          tiled: bytes(ELEMENT * (TILE * groups(problem) + sums(problem))),
          compulsory: bytes(ELEMENT * (TILE + sums(problem))),
        }),
        workgroup: bytes(ELEMENT * (loads + TILE * groups(problem))),
      };
    },
    reference: (problem, [tile]): Reference => {
      if (!tile) throw new Error(`${id} needs its input`);
      let known: Float64Array | null = null;
      return pointwise(
        sums(problem),
        INVOCATIONS,
        (index) => {
          known ??= sumsOf(tile, variant, problem);
          return { value: known[index % INVOCATIONS] ?? Number.NaN, tolerance: 0 };
        },
        (index) => `the sum of invocation ${index % INVOCATIONS} in workgroup ${Math.floor(index / INVOCATIONS)}`,
      );
    },
  });
}
