import type { Provenance } from '#core/quantity.ts';
import type { Axis, LadderFigure } from '../figure.ts';
import type { Reading, Source } from './reading.ts';
import { runNotes } from './words.ts';

export interface Rung extends Reading {
  readonly name: string;
  /** Where it is not the run's own. */
  readonly provenance?: Provenance;
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
  rungs: rungs.map(({ name, y, interval, provenance: own = provenance }) => ({
    label: name,
    value: y,
    interval,
    provenance: own,
  })),
});
