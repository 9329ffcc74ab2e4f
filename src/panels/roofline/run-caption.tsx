import { adapterName } from '#measure/record/export.ts';
import { selectGhosts, selectRunEntry } from '#state/selectors.ts';
import { Button } from '../controls/button.tsx';
import { ProvenanceChip } from '../controls/provenance.tsx';
import { useActions, useDocument } from '../playground.ts';

/** Which run the measured points come from: LIVE here, or RECORDED with its device and date. */
export function RunCaption() {
  const actions = useActions();
  const entry = useDocument(selectRunEntry);
  const ghost = useDocument(selectGhosts);
  if (!entry) return null;
  const live = entry.origin === 'live';
  const day = entry.run.startedAt.slice(0, 10);
  const words = live ? 'LIVE' : `RECORDED on ${adapterName(entry.run)}, ${day}`;
  return (
    <>
      {' '}
      <ProvenanceChip provenance={live ? 'measured' : 'recorded'} text={words} />
      {ghost && (
        <Button look="quiet" onClick={actions.setMachineThisGpu} title="Its roofs are the dotted ones now">
          Show its roofs
        </Button>
      )}
    </>
  );
}
