import { seededRandom } from '#core/random.ts';
import { bytes, flops } from '#core/units.ts';
import source from '#shaders/overhead/least.wgsl?raw';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { pointwise } from '../pointwise.ts';
import { sizeOf } from '../problem.ts';

const INVOCATIONS = 64;
/** Most repeats; times 2^8 it is exact in f32. */
const MOST = 2 ** 16;

const repeats = (problem: Problem): number => sizeOf(problem, 'repeats');

/** Seeded whole numbers from 1 to 128. */
function numbers(): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: INVOCATIONS }, () => 1 + random.integer(128));
}

/** The least program there is, timed one way or another. */
const least = (times: NonNullable<Kernel['times']>, title: string, teaches: string): Kernel =>
  Object.freeze<Kernel>({
    id: `overhead/${times}`,
    family: 'overhead',
    title,
    teaches,
    times,
    source,
    entryPoint: 'main',
    sizes: [{ key: 'repeats', label: 'Additions of an invocation', min: 1, max: MOST, default: 1 }],
    bindings: [
      {
        name: 'numbers',
        access: 'read',
        elements: () => INVOCATIONS,
        content: { key: () => `${INVOCATIONS} whole numbers from 1`, fill: numbers },
      },
      { name: 'sums', access: 'write', elements: () => INVOCATIONS },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ REPEATS: repeats(problem) }),
    workgroups: () => [1, 1, 1],
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const offsets = Array.from({ length: lanes }, (_, lane) => lane);
      // Loads and stores alike.
      const twice = { stride: 0, count: 2 };
      tally.add({ offsets, width: 1, start: 0, loops: [{ stride: lanes, count: INVOCATIONS / lanes }, twice] });
      const once = bytes(ELEMENT * 2 * INVOCATIONS);
      return tally.cost({ flop: flops(INVOCATIONS * repeats(problem)), tiled: once, compulsory: once });
    },
    reference: (problem, [input]) => {
      if (!input) throw new Error(`overhead/${times} needs its numbers`);
      return pointwise(
        INVOCATIONS,
        INVOCATIONS,
        (index) => ({ value: repeats(problem) * (input[index] ?? Number.NaN), tolerance: 0 }),
        (index) => `the sum of invocation ${index}`,
      );
    },
  });

export const dispatchOverhead = least(
  'dispatch',
  'Dispatch',
  'One dispatch of a program that does next to nothing: no kernel can be shorter, however small its problem.',
);
export const submitOverhead = least(
  'submit',
  'Submit',
  'One submit of one such dispatch, encoding included: why work is put together before it is sent to the GPU.',
);
export const mapOverhead = least(
  'map',
  'Map a buffer',
  'A small result asked for and read by the page: the round trip to the GPU and back that any answer pays for.',
);
