import { formatSeconds } from '#core/format.ts';
import { originOf } from '#state/selectors.ts';
import { type StackEntry, selectOtherFusion } from '#state/stack-selectors.ts';
import { useDocument } from '../playground.ts';
import { Bars } from './bars.tsx';
import styles from './stack-run.module.css';
import { fusionSentence } from './stack-words.ts';

/** The stack fused and unfused, all layers in one go, where both were run. */
export function Fusion({ entry }: { entry: StackEntry }) {
  const other = useDocument(selectOtherFusion);
  if (!other) return null;
  const sentence = fusionSentence(entry.run.stack, other.run.stack);
  if (sentence === null) return null;
  const both = [entry, other].toSorted((a, b) => Number(b.run.stack.fused) - Number(a.run.stack.fused));
  const longest = Math.max(...both.map(({ run }) => run.stack.whole?.interval[1] ?? 0));
  return (
    <figure className={styles['fusion']} aria-label="Fused and unfused, all layers in one go">
      {both.map((one) => {
        const { fused, whole } = one.run.stack;
        return (
          whole && (
            <div key={one.run.id}>
              <span>{fused ? 'fused' : 'unfused'}</span>
              <Bars
                times={{ predicted: null, measured: whole.median, interval: whole.interval }}
                longest={longest}
                provenance={originOf(one)}
              />
              <b>{formatSeconds(whole.median)}</b>
            </div>
          )
        );
      })}
      <figcaption>{sentence}</figcaption>
    </figure>
  );
}
