import { median, medianDeviation } from '#core/statistics.ts';

/** What is so many deviations off what is around it counts for nothing. */
const OUTLIER = 4.5;
/** Least deviation for that, relative: in a curve without noise nothing stands out. */
const LEAST_DEVIATION = 0.03;
/** Scales a median absolute deviation to a standard one. */
const NORMAL = 1.4826;

/** Points against the median of the five around each, in the logarithm. */
function offNeighbours(logs: readonly number[]): readonly number[] {
  return logs.map((log, i) => {
    const from = Math.max(0, Math.min(i - 2, logs.length - 5));
    return log - median(logs.slice(from, from + 5));
  });
}

/** A hump is at most so wide, and is seen against what is within so many octaves to both sides of that. */
const HUMP_OCTAVES = 1;
const SEEN_OCTAVES = 3;
/** At the end of a curve so many points must do. */
const LAST = 2;

/** How far a point is above what is nearer, and above what is beyond it, an octave off; 0 where there is nothing. */
function above(sizes: readonly number[], logs: readonly number[], at: number): readonly [near: number, far: number] {
  const size = sizes[at] ?? 0;
  const log = logs[at] ?? 0;
  const [gap, reach] = [2 ** HUMP_OCTAVES, 2 ** SEEN_OCTAVES];
  const within = (from: number, to: number) => logs.filter((_, i) => (sizes[i] ?? 0) >= from && (sizes[i] ?? 0) <= to);
  const nearer = within(size / reach, size / gap);
  const beyond = within(size * gap, size * reach);
  const last = beyond.length > 0 || at >= logs.length - LAST ? beyond : logs.slice(-LAST);
  const over = (level: readonly number[]) => (level.length === 0 ? 0 : log - median(level));
  return [over(nearer), over(last)];
}

/** The start of a curve may fall for at most this share of its points; else it is no start. */
const LONGEST_START = 0.4;

/**
 * Points that say nothing of tiers. One that stands alone is a spike: a rising curve equals its running median, however steep
 * it is. And time never falls as the working set grows. So what rises on an octave and falls back is something else: pages
 * that meet in a set, or another program; and so is a start that falls: the smallest sets keep too few workgroups busy.
 */
export function disturbed(sizes: readonly number[], logs: readonly number[]): readonly boolean[] {
  const off = offNeighbours(logs);
  const least = OUTLIER * Math.max(LEAST_DEVIATION, NORMAL * medianDeviation(off));
  const sides = logs.map((_, i) => above(sizes, logs, i));
  const falling = sides.findIndex(([, far]) => far <= least);
  const start = falling <= LONGEST_START * logs.length ? falling : 0;
  // At the ends the window is one-sided, and a rise is no spike.
  const spike = (one: number, i: number) => i >= 2 && i < logs.length - 2 && Math.abs(one) > least;
  return off.map((one, i) => i < start || spike(one, i) || (sides[i] ?? [0]).every((side) => side > least));
}
