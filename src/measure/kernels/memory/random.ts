import { bytes, flops } from '#core/units.ts';
import source from '#shaders/memory/random.wgsl?raw';
import { ELEMENT, sectorsTouched, Tally } from '../access/tally.ts';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { INVOCATIONS, laneSums, sumStores } from './lane-sums.ts';

/** Elements that an invocation sums. */
const LOADS = 32;
/** Elements of one workgroup. */
const GROUP = INVOCATIONS * LOADS;
/** Where the map begins; it moves the pattern and does not change it. */
const OFFSET = 5;

const elements = (problem: Problem): number => sizeOf(problem, 'elements');
const groups = (problem: Problem): number => Math.ceil(elements(problem) / GROUP);
const sums = (problem: Problem): number => groups(problem) * INVOCATIONS;

/**
 * Odd: i → a·i + c modulo a power of two then hits every address once, because an odd number has an inverse there. Close to
 * the golden section of the elements: of all multipliers it keeps any run of addresses furthest apart, a sector of its own for
 * each lane. Knuth, The Art of Computer Programming, vol. 3, 6.4, theorem S. Conditions on the map applied again and again
 * (Hull and Dobell 1962) do not matter: each invocation computes its addresses from the index.
 */
const multiplierOf = (count: number): number => 2 * Math.floor((count * 0.618_033_988_75) / 2) + 1;

/** Address of an index. */
const addressOf = (count: number, multiplier: number, index: number): number =>
  (Math.imul(index, multiplier) + OFFSET) & (count - 1);

/** Distinct sectors of each workgroup, summed: all alike, since they begin whole sectors apart. */
function sectorsOfGroups(count: number, held: number): number {
  const multiplier = multiplierOf(count);
  const addresses = Array.from({ length: Math.min(GROUP, count) }, (_, i) => addressOf(count, multiplier, i));
  return Math.ceil(count / GROUP) * sectorsTouched(addresses, 1, 0, held);
}

export const randomRead = Object.freeze<Kernel>({
  id: 'memory/random',
  family: 'memory',
  title: 'Random read',
  teaches:
    'Every element read once in an order without neighbours: each 4 B cost a whole sector, as a lookup in a large table does.',
  source,
  entryPoint: 'main',
  sizes: [{ key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20, powerOfTwo: true }],
  bindings: [
    { name: 'input', access: 'read', elements },
    { name: 'sums', access: 'write', elements: sums },
  ],
  workgroup: [INVOCATIONS, 1, 1],
  overrides: (problem) => ({
    GROUPS_X: foldGroups(groups(problem))[0],
    MULTIPLIER: multiplierOf(elements(problem)),
    OFFSET,
  }),
  lengths: (problem) => ({ ELEMENTS: elements(problem), SUMS: sums(problem) }),
  workgroups: (problem) => foldGroups(groups(problem)),
  cost: (problem, widths) => {
    const count = elements(problem);
    const multiplier = multiplierOf(count);
    const tally = new Tally(widths);
    const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
    const active = Math.min(lanes, count);
    tally.add({
      offsets: Array.from({ length: active }, (_, lane) => (lane * multiplier) % count),
      width: 1,
      start: OFFSET,
      loops: [{ stride: multiplier * active, count: count / active }],
      wrap: count,
    });
    tally.add(sumStores(sums(problem), lanes));
    return tally.cost({
      flop: flops(count),
      // As for strided reads: memory hands out whole sectors.
      tiled: bytes(sectorsOfGroups(count, widths.sector / ELEMENT) * widths.sector + ELEMENT * sums(problem)),
      compulsory: bytes(ELEMENT * (count + sums(problem))),
    });
  },
  reference: (problem, [input]) => {
    if (!input) throw new Error('memory/random needs its input');
    const count = elements(problem);
    const multiplier = multiplierOf(count);
    return laneSums(groups(problem), groups(problem), LOADS, (group, take) => {
      for (let index = group * GROUP; index < Math.min((group + 1) * GROUP, count); index++)
        take(index % INVOCATIONS, input[addressOf(count, multiplier, index)] ?? Number.NaN);
    });
  },
});
