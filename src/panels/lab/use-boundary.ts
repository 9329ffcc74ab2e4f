import { withView } from '#state/document.ts';
import type { RunEntry } from '#state/runs.ts';
import { labView } from '#state/views/lab.ts';
import { announce } from '../controls/announce.tsx';
import { useActions } from '../playground.ts';
import { endsOf, withEnd } from './boundaries.ts';
import type { ShownTiers } from './use-tiers.ts';

export interface BoundaryMove {
  /** Which tier's end, nearest first. */
  readonly index: number;
  /** Bytes. */
  readonly to: number;
  /** `move` shows it, `end` keeps it as one step of the history, `cancel` lets go of it. */
  readonly phase: 'move' | 'end' | 'cancel';
}

/** Takes a tier's end into the document: a draft while it moves, one undo step when it rests. */
export function useBoundary(entry: RunEntry | null, tiers: ShownTiers | null): (move: BoundaryMove) => void {
  const actions = useActions();
  return ({ index, to, phase }) => {
    if (!entry || !tiers) return;
    if (phase === 'cancel') return actions.cancelDraft();
    const boundaries = withEnd(endsOf(tiers.discovery), index, to, tiers.discovery.range);
    actions.preview((document) => withView(document, labView, { boundaries, boundariesOf: entry.run.startedAt }));
    if (phase !== 'end') return;
    actions.commitDraft();
    announce('The end of the tier is moved. Undo takes it back.');
  };
}
