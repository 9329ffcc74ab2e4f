import { formatBytes } from '#core/format.ts';
import { err, ok, type Result } from '#core/result.ts';
import controls from '../controls/controls.module.css';
import { DraftField } from '../controls/draft-field.tsx';
import { FIGURES, parseFigure } from '../machine/parse-figure.ts';

/** An eighth of a doubling: as fine as the discovery looks. */
const STEP = 2 ** (1 / 8);

interface MoveEndProps {
  readonly tier: string;
  readonly at: number;
  readonly onMove: (to: number) => void;
}

/** For whoever disagrees: the end of a tier as a size to type, or by arrow keys. */
export const MoveEnd = ({ tier, at, onMove }: MoveEndProps) => (
  <details className={controls['disclosure']}>
    <summary>Move</summary>
    <DraftField
      label={`${tier} ends at`}
      text={formatBytes(at, 'binary')}
      numeric={false}
      parse={parseSize}
      step={(value, by) => value * STEP ** by}
      onCommit={onMove}
    />
  </details>
);

function parseSize(text: string): Result<number, string> {
  const parsed = parseFigure(text, FIGURES.capacity);
  if (!parsed.ok) return parsed;
  return parsed.value === null ? err('Write a size with its unit, such as 48 KiB.') : ok(parsed.value);
}
