import type { Measurement } from '#measure/record/record.ts';
import { type Reading, type Source, timeInTurn } from './reading.ts';

/** Time and modelled bytes of one way to do attention at one length of the sequence. */
export interface AttentionTime extends Reading {
  readonly length: number;
  /** Bytes to and from memory if each is moved once a kernel: modelled. */
  readonly bytes: number;
}

const sizesOf = ({ problem }: Measurement, keys: readonly string[]): string =>
  keys.map((key) => problem[key] ?? 0).join();

/** Measurements of the experiment, of one problem each: of two the later. */
const sweepOf = ({ run }: Source, kernel: string): readonly Measurement[] =>
  run.measurements.filter((one) => one.kernel === kernel && one.role === 'sweep');

const squareOf = ({
  problem: { queries = 0, keys = 0, heads = 0, kvHeads = heads, causal = 0, packed = 0 },
}: Measurement) => queries === keys && queries > 0 && kvHeads === heads && causal === 0 && packed === 0;

const SHAPE = ['batch', 'heads', 'headDim'] as const;
/** What a score's row needs to be the same: the softmax knows no head dimension. */
const SCORES = ['batch', 'heads', 'queries', 'keys'] as const;

const soonest = (measurements: readonly Measurement[]): Measurement | null =>
  measurements.reduce<Measurement | null>(
    (best, one) => (best === null || one.median < best.median ? one : best),
    null,
  );

function inTurn(length: number, parts: readonly Measurement[]): AttentionTime {
  return { length, ...timeInTurn(parts), bytes: parts.reduce((total, { cost }) => total + cost.compulsory, 0) };
}

export interface AttentionSweep {
  readonly heads: number;
  readonly headDim: number;
  readonly standard: readonly AttentionTime[];
  readonly flash: readonly AttentionTime[];
  /** With tiles in workgroup memory. */
  readonly tiled: readonly AttentionTime[];
  /** Flash on other problems of the same heads and head dimension: causal ones, and with shared keys. */
  readonly variants: readonly Measurement[];
}

/** The faster of flash attention's two kernels. */
export function fasterFlash(
  { flash, tiled }: Pick<AttentionSweep, 'flash' | 'tiled'>,
  length: number,
): AttentionTime | null {
  const [best = null] = [...flash, ...tiled].filter((one) => one.length === length).toSorted((a, b) => a.y - b.y);
  return best;
}

const ascending = (times: readonly AttentionTime[]): readonly AttentionTime[] => [
  ...new Map(times.toSorted((a, b) => a.length - b.length).map((one) => [one.length, one])).values(),
];

/** Standard attention, the sum of its three kernels, and flash over lengths of the sequence; of several shapes that with most lengths. */
export function attentionSweep(source: Source): AttentionSweep | null {
  const ofFlash = ['attention/flash', 'attention/flash-tiled'].map((id) => sweepOf(source, id));
  const squares = ofFlash.flat().filter(squareOf);
  const shapes = new Map<string, Measurement[]>();
  for (const one of squares) shapes.set(sizesOf(one, SHAPE), [...(shapes.get(sizesOf(one, SHAPE)) ?? []), one]);
  const [most] = [...shapes.values()].toSorted((a, b) => b.length - a.length);
  const [first] = most ?? [];
  if (!first) return null;
  const softmaxes = ['attention/softmax', 'attention/softmax-serial'].flatMap((id) => sweepOf(source, id));
  const scores = sweepOf(source, 'attention/scores').filter(squareOf);
  const values = sweepOf(source, 'attention/values').filter(squareOf);
  const like = (one: Measurement, keys: readonly string[]) => (other: Measurement) =>
    sizesOf(other, keys) === sizesOf(one, keys);
  const standard = scores.filter(like(first, SHAPE)).flatMap((one) => {
    const softmax = soonest(softmaxes.filter(like(one, SCORES)));
    const last = values.findLast(like(one, [...SCORES, 'headDim']));
    return softmax && last ? [inTurn(one.problem['keys'] ?? 0, [one, softmax, last])] : [];
  });
  const [flash = [], tiled = []] = ofFlash.map((list) =>
    ascending(
      list
        .filter((one) => squareOf(one) && like(first, SHAPE)(one))
        .map((one) => inTurn(one.problem['keys'] ?? 0, [one])),
    ),
  );
  return {
    heads: first.problem['heads'] ?? 0,
    headDim: first.problem['headDim'] ?? 0,
    standard: ascending(standard),
    flash,
    tiled,
    variants: ofFlash.flat().filter((one) => !squareOf(one) && like(first, SHAPE)(one)),
  };
}
