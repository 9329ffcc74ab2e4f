import { ACTIVATIONS } from '../activations.ts';
import type { Problem } from '../kernel.ts';
import { broadcastProblem, viewProblem } from './problems.ts';

const problem =
  (keys: string) =>
  (...values: readonly number[]): Problem =>
    Object.fromEntries(keys.split(' ').map((key, index) => [key, values[index] ?? Number.NaN]));

// One; odd; past one workgroup of 1024 and into the next one's rest.
const channels = problem('batch channels inner activation');
const scaled = [channels(1, 1, 1, 0), channels(2, 3, 7, 1), channels(3, 17, 33, 4), channels(2, 5, 211, 2)];

const known = (made: Problem | null): readonly Problem[] => (made ? [made] : []);
const broadcasts = [
  ...known(broadcastProblem([1], [1], [1], 0)),
  ...known(broadcastProblem([2, 3, 5, 7], [2, 3, 5, 7], [2, 3, 5, 7], 1)),
  // A residual, a gate for each channel, a row for each token, an outer product, both broadcast and in four axes.
  ...known(broadcastProblem([2, 3, 211], [2, 3, 211], [2, 3, 1], 0)),
  ...known(broadcastProblem([3, 9, 65], [3, 9, 65], [1, 9, 65], 3)),
  ...known(broadcastProblem([33, 65], [33, 1], [1, 65], 0)),
  ...known(broadcastProblem([3, 5, 7, 33], [1, 5, 1, 33], [3, 1, 7, 1], 8)),
];

const views = [
  ...known(viewProblem([1], [1], 0, 1)),
  // Transposes of two axes and of heads and tokens; a slice of channels; one token of each sample; a repetition; five axes.
  ...known(viewProblem([33, 65], [1, 33], 0, 33 * 65)),
  ...known(viewProblem([2, 5, 7, 33], [1155, 33, 165, 1], 0, 2310)),
  ...known(viewProblem([3, 7, 65], [715, 65, 1], 130, 3 * 715)),
  ...known(viewProblem([5, 33], [231, 1], 33, 1155)),
  ...known(viewProblem([7, 33], [0, 1], 0, 33)),
  ...known(viewProblem([2, 3, 5, 7, 9], [1, 2, 42, 6, 210], 0, 1890)),
];

const rows = problem('rows columns');
const oddRows = [rows(1, 1), rows(3, 7), rows(2, 65), rows(7, 131), rows(5, 300)];

const pool = problem(
  'batch channels inHeight inWidth outHeight outWidth kernelHeight kernelWidth strideHeight strideWidth padTop padLeft dilationHeight dilationWidth padBottom padRight',
);
// As the layer kind makes them: plain, padded, hanging over (ceil mode), dilated, unlike down and across, large.
const pools = [
  pool(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0),
  pool(1, 3, 7, 7, 3, 3, 2, 2, 2, 2, 0, 0, 1, 1, 0, 0),
  pool(2, 3, 7, 9, 4, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1),
  pool(1, 2, 7, 7, 4, 4, 2, 2, 2, 2, 0, 0, 1, 1, 0, 0),
  pool(1, 2, 9, 8, 3, 2, 3, 2, 3, 4, 1, 0, 1, 1, 0, 1),
  pool(2, 5, 21, 19, 11, 10, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1),
  pool(1, 1, 5, 5, 5, 5, 5, 5, 1, 1, 2, 2, 1, 1, 2, 2),
];
const dilated = [
  pool(1, 2, 11, 9, 7, 5, 3, 3, 1, 1, 0, 0, 2, 2, 0, 0),
  pool(1, 1, 9, 9, 4, 4, 2, 2, 2, 2, 1, 1, 3, 3, 1, 1),
];

const withoutSome = (problems: readonly Problem[], ...left: readonly string[]): readonly Problem[] =>
  problems.map((whole) => Object.fromEntries(Object.entries(whole).filter(([key]) => !left.includes(key))));

const softmaxes = problem('outer extent inner');
const concats = problem('outer firstOuter firstInner secondOuter secondInner');
const gathers = problem('rows width tableRows');
const turns = problem('batch tokens heads headDim');
const groups = problem('batch groups groupChannels inner');

/** For tests: odd problems of the elementwise kernels, by id. */
export const oddElementwise: Readonly<Record<string, readonly Problem[]>> = {
  'elementwise/activation': [
    ...ACTIVATIONS.map((_, activation) => ({ elements: 33, activation })),
    ...[1, 1025, 2600].map((elements) => ({ elements, activation: 1 })),
  ],
  'elementwise/scale-shift': scaled,
  'elementwise/scale-add': scaled,
  'elementwise/add': broadcasts,
  'elementwise/multiply': broadcasts,
  'elementwise/copy': views,
  'elementwise/concat': [
    concats(1, 1, 1, 1, 1),
    concats(7, 7, 33, 7, 5),
    concats(6, 2, 65, 6, 131),
    concats(33, 33, 31, 1, 33),
  ],
  'elementwise/gather': [
    gathers(1, 1, 1),
    gathers(7, 33, 5),
    gathers(33, 65, 300),
    gathers(3, 600, 7),
    gathers(65, 8, 9),
  ],
  'elementwise/rotary': [turns(1, 1, 1, 2), turns(2, 7, 3, 10), turns(1, 33, 5, 16), turns(2, 9, 3, 64)],
  'elementwise/max-pool': withoutSome([...pools, ...dilated], 'padBottom', 'padRight'),
  'elementwise/average-pool': withoutSome(pools, 'dilationHeight', 'dilationWidth'),
  'elementwise/global-average-pool': [
    { batch: 1, channels: 1, inner: 1 },
    { batch: 2, channels: 7, inner: 49 },
    { batch: 3, channels: 33, inner: 65 },
  ],
  'elementwise/softmax': [
    softmaxes(1, 1, 1),
    softmaxes(3, 7, 1),
    softmaxes(5, 65, 1),
    softmaxes(2, 300, 1),
    softmaxes(1, 7, 33),
    softmaxes(5, 9, 7),
    softmaxes(3, 33, 65),
  ],
  'elementwise/layer-norm': [0, 1].flatMap((rms) => oddRows.map((of) => ({ ...of, rms }))),
  'elementwise/group-norm': [groups(1, 1, 1, 1), groups(2, 3, 2, 7), groups(1, 5, 3, 33), groups(3, 2, 7, 65)],
  'elementwise/row-mean': oddRows,
  'elementwise/row-variance': oddRows,
  'elementwise/row-normalise': [...oddRows, rows(9, 257)],
};
