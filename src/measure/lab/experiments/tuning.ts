import { problemFor } from '../../kernels/best-matmul.ts';
import type { Measurement } from '../../record/record.ts';
import { type Choice, type ProductSizes, type Trial, trialsOf } from '../../record/tuning/choice.ts';
import type { Experiment, ExperimentContext } from '../experiment.ts';
import { pieces, point } from '../layout.ts';
import { expected, type MachineClass, machineClass } from '../machine-class.ts';
import type { PlannedMeasurement, Stage } from '../plan.ts';
import { affordable, coarse, finalists, refined, type SearchFor, survivors } from '../tuning/search.ts';

const cube = (edge: number): ProductSizes => ({ m: edge, n: edge, k: edge });

/** Edges of the products: the first look's, and the one asked for. */
const EDGES: Readonly<Record<Exclude<MachineClass, 'cpu'>, readonly [small: number, asked: number]>> = {
  discrete: [1024, 2048],
  integrated: [512, 1024],
  software: [128, 256],
};
/** Choices of the first look, measured so many at a time: what is promising comes first, and the rest where there is time. */
const COARSE = { quick: 15, thorough: 15 } as const;
const TOGETHER = 3;
/** Half of them are looked at again, on the product asked for. */
const SURVIVORS = { quick: 5, thorough: 8 } as const;
/** Steps from the fastest, in rounds. */
const REFINED = { quick: [5, 4, 3], thorough: [8, 6, 6, 4] } as const;
const FINALISTS = 3;
/** The last are measured longer than what was only looked at. */
const LONGER = 2;
/** What is kept for the last: two of them, however late it is. */
const LAST = LONGER * 2;
/** What the rest of the first look leaves time for: some of the fastest on the product asked for, and the last. */
const RESERVED = LAST + 2;

export const searchFor = ({ adapter }: Pick<ExperimentContext, 'adapter'>): SearchFor => {
  const kind = machineClass({ engine: 'webgpu', adapter });
  const [small, asked] = EDGES[kind === 'cpu' ? 'software' : kind];
  return { adapter, small: cube(small), asked: cube(asked) };
};

function stagesOf(context: ExperimentContext): readonly Stage[] {
  const { depth } = context;
  const search = searchFor(context);
  const measure = (
    choices: readonly Choice[],
    sizes: ProductSizes,
    role: Measurement['role'],
  ): readonly PlannedMeasurement[] =>
    choices.flatMap((choice) => point(context, choice.kernel, problemFor(choice, sizes), { role }));
  const budget = tuning.seconds(context);
  // An earlier search of the same run stands before this one, and took none of its time.
  let begun = { trials: 0, at: 0 };
  const many = (measured: readonly Measurement[], most: number, rest: { reserved?: number; times?: number }) => {
    const spent = { trials: measured.length - begun.trials, seconds: (performance.now() - begun.at) / 1000 };
    return affordable(spent, budget, { most, ...rest });
  };
  const later = (count: number, choose: (trials: readonly Trial[], count: number) => readonly Choice[]): Stage => ({
    count,
    optional: true,
    plan: (measured) =>
      measure(choose(trialsOf(measured), many(measured, count, { reserved: LAST })), search.asked, 'sweep'),
  });
  const [first = [], ...rest] = pieces(coarse(search).slice(0, COARSE[depth]), TOGETHER);
  return [
    {
      count: first.length,
      plan: (measured) => {
        begun = { trials: measured.length, at: performance.now() };
        return measure(first, search.small, 'sweep');
      },
    },
    ...rest.map(
      (choices): Stage => ({
        count: choices.length,
        optional: true,
        plan: (measured) =>
          measure(choices.slice(0, many(measured, choices.length, { reserved: RESERVED })), search.small, 'sweep'),
      }),
    ),
    later(SURVIVORS[depth], (trials, count) => survivors(search, trials, count)),
    ...REFINED[depth].map((count) => later(count, (trials, most) => refined(search, trials, most))),
    {
      count: FINALISTS,
      plan: (measured) => {
        const count = Math.max(1, many(measured, FINALISTS, { times: LONGER }));
        return measure(finalists(search, trialsOf(measured), count), search.asked, 'point').map((planned) => ({
          ...planned,
          pairs: LONGER * planned.pairs,
        }));
      },
    },
  ];
}

export const tuning: Experiment = {
  id: 'tuning',
  title: 'Best matmul here',
  purpose:
    'Which tile, workgroup and depth make the fastest matrix product on this adapter: a search that goes on where it finds more.',
  engines: ['webgpu'],
  seconds: expected({ discrete: [8, 12], integrated: [12, 18], software: [30, 45], cpu: [0, 0] }),
  stages: stagesOf,
};
