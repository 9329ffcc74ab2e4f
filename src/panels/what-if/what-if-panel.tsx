import { formatRatio, formatSeconds, UNKNOWN } from '#core/format.ts';
import type { WhatIf, WhatIfRow } from '#model/analysis/what-if.ts';
import type { Change, Situation } from '#model/roofline/change.ts';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { useApply, useSituation } from '../use-situation.ts';
import { MetricsList } from './metrics-list.tsx';
import { TilingTable } from './tiling-table.tsx';
import { useExplore } from './use-explore.ts';
import styles from './what-if.module.css';

const WHY: Readonly<Record<NonNullable<WhatIfRow['why']>, string>> = {
  fault: 'cannot be analysed',
  unfit: 'would fit no memory',
  unknown: 'rests on an unknown figure',
};

/** Of a layer, or of the stack where `path` is null: its efficiencies, which single change helps most, its best tiling. */
export function WhatIfPanel({ path }: { path: string | null }) {
  const situation = useSituation();
  const { explored, working } = useExplore(situation, path);
  const apply = useApply();
  const result = explored?.result;
  const answer = result?.ok ? result.value : null;
  return (
    <section className={styles['panel']} aria-label={`What if: ${path ?? 'the whole stack'}`} aria-busy={working}>
      <MetricsList path={path} />
      {!explored && <p className={styles['soft']}>Trying every change …</p>}
      {result && !result.ok && <Notice tone="fault">{result.error}</Notice>}
      {answer && !answer.whatIf.ok && <p className={styles['soft']}>{sentence(answer.whatIf.error.message)}</p>}
      {explored && answer?.whatIf.ok && (
        <Ranking whatIf={answer.whatIf.value} situation={explored.question.situation} onApply={apply} />
      )}
      {answer && answer.tilings.length > 0 && explored && (
        <TilingTable tilings={answer.tilings} machine={explored.question.situation.machine} />
      )}
    </section>
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

interface RankingProps {
  readonly whatIf: WhatIf;
  readonly situation: Situation;
  readonly onApply: (changes: readonly Change[], situation: Situation) => void;
}

function Ranking({ whatIf, situation, onApply }: RankingProps) {
  return (
    <>
      <p className={styles['take']}>{whatIf.sentence}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard */}
      <section className={styles['scroll']} aria-label="Single changes, ranked" tabIndex={0}>
        <table className={styles['table']}>
          <caption>Each change alone, modelled; time for one sample now {formatSeconds(whatIf.time)}</caption>
          <thead>
            <tr>
              <th scope="col">change</th>
              <th scope="col">gain</th>
              <th scope="col">time</th>
              <th scope="col">
                <span className={styles['hidden']}>apply</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {whatIf.rows.map(({ id, what, rank, gain, time, why, changes }) => (
              <tr key={id} data-helps={rank !== null}>
                <th scope="row">
                  {rank !== null && <span className={styles['rank']}>{rank}. </span>}
                  {what}
                </th>
                <td>{why !== null ? WHY[why] : gain === null ? UNKNOWN : formatRatio(gain)}</td>
                <td>{time === null ? UNKNOWN : formatSeconds(time)}</td>
                <td>
                  {rank !== null && changes.length > 0 && (
                    <Button look="quiet" aria-label={`Apply ${what}`} onClick={() => onApply(changes, situation)}>
                      Apply
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
