import { bytes, flops } from '#core/units.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import type { Kernel, Problem, SizeSpec } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { contiguous, INVOCATIONS, laneSums, sumStores } from './lane-sums.ts';

/** Bytes of one run. */
const RUN = 2 ** 16;

export interface RunSumsVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source'> {
  /** f32 elements of one load. */
  readonly width: 1 | 4;
  /** Sizes beside `elements`. */
  readonly size: SizeSpec;
  /** How often the buffer is read. */
  readonly rounds: (problem: Problem) => number;
  /** Workgroups that the runs are split among; left out: one for each run. */
  readonly workgroups?: (problem: Problem) => number;
}

/** Runs of 64 KiB read and summed: each invocation of a run's workgroup writes one sum for the run. */
export function runSums({ id, title, teaches, source, width, size, rounds, workgroups }: RunSumsVariant): Kernel {
  /** Loads of an invocation for one run. */
  const loads = RUN / ELEMENT / width / INVOCATIONS;
  const inRun = loads * INVOCATIONS;
  const count = (problem: Problem): number => Math.ceil(sizeOf(problem, 'elements') / width);
  const runs = (problem: Problem): number => Math.ceil(count(problem) / inRun);
  const all = (problem: Problem): number => runs(problem) * rounds(problem);
  const sums = (problem: Problem): number => all(problem) * INVOCATIONS;
  return Object.freeze<Kernel>({
    id,
    family: 'memory',
    title,
    teaches,
    source,
    entryPoint: 'main',
    sizes: [{ key: 'elements', label: 'Elements', min: 1, max: 2 ** 29, default: 2 ** 20 }, size],
    bindings: [
      // Padded up to whole loads; the padding is read and summed.
      { name: 'input', access: 'read', elements: (problem) => width * count(problem) },
      { name: 'sums', access: 'write', elements: sums },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem): Record<string, number> => (workgroups ? {} : { GROUPS_X: foldGroups(all(problem))[0] }),
    lengths: (problem) => ({ [width === 4 ? 'VECTORS' : 'ELEMENTS']: count(problem), SUMS: sums(problem) }),
    workgroups: (problem) => (workgroups ? [workgroups(problem), 1, 1] : foldGroups(all(problem))),
    cost: (problem, widths) => {
      const tally = new Tally(widths);
      const lanes = Math.min(widths.subgroupWidth, INVOCATIONS);
      const elements = width * count(problem);
      const again = [{ stride: 0, count: rounds(problem) }];
      for (const access of contiguous(count(problem), lanes, width, { again })) tally.add(access);
      tally.add(sumStores(sums(problem), lanes));
      return tally.cost({
        flop: flops(elements * rounds(problem)),
        tiled: bytes(ELEMENT * (elements * rounds(problem) + sums(problem))),
        compulsory: bytes(ELEMENT * (elements + sums(problem))),
      });
    },
    reference: (problem, [input]) => {
      if (!input) throw new Error(`${id} needs its input`);
      return laneSums(all(problem), runs(problem), loads, (run, take) => {
        const end = Math.min((run + 1) * inRun, count(problem));
        for (let load = run * inRun; load < end; load++)
          for (let i = width * load; i < width * (load + 1); i++) take(load % INVOCATIONS, input[i] ?? Number.NaN);
      });
    },
  });
}
