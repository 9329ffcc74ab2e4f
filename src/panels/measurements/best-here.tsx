import { useState } from 'react';
import { selectRunEntry } from '#state/selectors.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { useDocument, useServices } from '../playground.ts';
import styles from './measurements.module.css';

const MEANS =
  'The matmul that the search “Best matmul here” found fastest on this adapter; before it has run, the one that is usual for its kind.';

/** The tuned matmul among the kernels to choose from, and how to forget what it was tuned to. */
export function BestHere({ checked, onToggle }: { readonly checked: boolean; readonly onToggle: () => void }) {
  const services = useServices();
  const entry = useDocument(selectRunEntry);
  // Runs of this browser alone say which adapter is here.
  const adapter = entry && (entry.origin === 'live' || entry.origin === 'saved') ? entry.run.adapter : null;
  // What was forgotten is no state of the document.
  const [, setForgotten] = useState(0);
  const at = adapter && services.tunedAt(adapter);
  return (
    <span className={styles['choice']}>
      <label className={controls['check']} title={MEANS}>
        <input type="checkbox" checked={checked} onChange={onToggle} />
        best here{at ? `, tuned ${at.slice(0, 10)}` : ''}
      </label>
      {adapter && at && (
        <Button
          look="quiet"
          aria-label="Forget what the best matmul here was tuned to"
          onClick={() => {
            services.forgetTuning(adapter);
            setForgotten((count) => count + 1);
          }}
        >
          forget
        </Button>
      )}
    </span>
  );
}
