import type { Axis, LadderFigure } from '../figure.ts';
import { differ, type Reading, type Source } from './reading.ts';
import { runNotes } from './words.ts';

export interface Rung {
  readonly name: string;
  readonly reading: Reading;
}

interface LadderWords extends Pick<LadderFigure, 'id' | 'experiment' | 'title' | 'takeaway'> {
  readonly x: Axis;
  readonly notes?: readonly string[];
}

export const ladderOf = (
  { run, provenance }: Source,
  { notes = [], ...words }: LadderWords,
  rungs: readonly Rung[],
): LadderFigure => ({
  kind: 'ladder',
  ...words,
  notes: [...notes, ...runNotes(run)],
  rungs: rungs.map(({ name, reading }) => ({ label: name, value: reading.y, interval: reading.interval, provenance })),
});

/** The rung of the highest value and the one of the lowest; `told` where the samples tell them apart. */
export function extremes(rungs: readonly Rung[]) {
  const [first] = rungs;
  if (!first) return null;
  const most = rungs.reduce((high, rung) => (rung.reading.y > high.reading.y ? rung : high), first);
  const least = rungs.reduce((low, rung) => (rung.reading.y < low.reading.y ? rung : low), first);
  return { most, least, told: differ(most.reading, least.reading) };
}
