import { convolutionTraffic } from '../../analysis/convolution-traffic.ts';
import type { ConvolutionOp } from '../../workload/op.ts';
import { opMacs } from '../../workload/op-cost.ts';
import { conv } from '../../workload/presets/parts.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits, EXACT } from '../rule.ts';
import { lastLayer, stackOf } from '../stacks.ts';

/** One-dimensional convolution of the exercise: three taps, sixteen outputs, eighteen inputs. */
function exercise(): ConvolutionOp {
  const op = lastLayer(stackOf([1, 1, 18], [conv('conv', 1, 1, { kernel: [1, 3], bias: false })])).ops[0];
  if (op?.op !== 'convolution') throw new Error('a convolution lowers to another op');
  return op;
}
/** Words that cross between main memory and a buffer that holds all of it. */
const words = () => convolutionTraffic(exercise(), 64);
const accesses = () => words().left + words().right + words().written + words().reread;
const outputs = () => words().written;

const figure = (
  id: string,
  what: string,
  unit: string,
  by: string,
  ours: () => number,
  theirs: number,
  rule = EXACT,
): PublishedFigure => ({
  id,
  what,
  where: 'exercise 1: 1-D convolution, weight-stationary, two levels',
  unit,
  inputs: { taps: 3, outputs: 16 },
  by,
  ours,
  theirs,
  rule,
});

export const timeloop: PublishedTable = {
  id: 'timeloop',
  name: 'Timeloop',
  source: 'Timeloop and Accelergy tutorial, exercises (Parashar et al., Timeloop, ISPASS)',
  year: 2019,
  figures: [
    figure('multiplies', 'Multiplications', 'multiplications', 'opMacs', () => opMacs(exercise()), 48),
    figure(
      'adds',
      'Additions: the first product of a sum needs none',
      'additions',
      'opMacs, convolutionTraffic',
      () => opMacs(exercise()) - outputs(),
      32,
    ),
    figure('weights', 'Weights read from main memory', 'words', 'convolutionTraffic', () => words().right, 3),
    figure('inputs', 'Inputs read from main memory', 'words', 'convolutionTraffic', () => words().left, 18),
    figure('outputs', 'Outputs written to main memory', 'words', 'convolutionTraffic', outputs, 16),
    figure('accesses', 'Accesses to main memory', 'words', 'convolutionTraffic', accesses, 37),
    figure(
      'intensity',
      'Operations for each access to main memory',
      'operations/word',
      'opMacs, convolutionTraffic',
      () => (2 * opMacs(exercise()) - outputs()) / accesses(),
      2.16,
      digits(3),
    ),
  ],
};
