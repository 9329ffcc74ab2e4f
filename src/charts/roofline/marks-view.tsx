import { type FocusEvent, type KeyboardEvent, memo } from 'react';
import { Decoration } from './decoration.tsx';
import type { Join, Mark } from './marks.ts';
import type { PointLabel } from './point-labels.ts';
import styles from './roofline.module.css';
import { round } from './scale.ts';
import { markPath, markTurn } from './symbols.ts';

interface GlyphProps {
  readonly mark: Mark;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly faded: boolean;
  readonly focused: boolean;
  readonly pressed: boolean;
  /** The one mark that Tab reaches. */
  readonly tabbable: boolean;
  readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void;
  readonly onFocus: (event: FocusEvent<SVGElement>) => void;
  readonly onBlur: () => void;
}

const ErrorBar = ({ x, low, high, cap }: { x: number; low: number; high: number; cap: number }) => (
  <path
    className={styles['error']}
    d={`M${x} ${low}V${high}M${x - cap} ${low}h${2 * cap}M${x - cap} ${high}h${2 * cap}`}
  />
);

/** One dot. Its position is a transform, so that zoom and drag change one attribute. */
const MarkGlyph = memo(function MarkGlyph(props: GlyphProps) {
  const { mark, spoken, faded, focused, pressed, tabbable, onKeyDown, onFocus, onBlur } = props;
  const { point, radius, interval, twinY } = mark;
  const turn = markTurn(point.kind, point.category);
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button in SVG
    <g
      role="button"
      aria-label={spoken}
      aria-pressed={pressed}
      tabIndex={tabbable ? 0 : -1}
      className={`${styles['mark']} ${faded ? styles['faded'] : ''}`}
      data-point={point.id}
      data-provenance={point.provenance}
      data-tier={mark.order === null ? undefined : mark.order % 6}
      transform={`translate(${mark.x} ${mark.y})`}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {twinY !== null && (
        <>
          <line className={styles['twinJoin']} y2={twinY - mark.y} />
          <circle className={styles['twin']} cy={twinY - mark.y} r={radius * 0.8} />
        </>
      )}
      {interval && <ErrorBar x={0} low={interval[0] - mark.y} high={interval[1] - mark.y} cap={radius + 2} />}
      <circle className={styles['reach']} r={Math.max(12, radius + 4)} />
      <path
        className={styles['shape']}
        d={markPath(point.kind, point.category, radius)}
        transform={turn ? `rotate(${turn})` : undefined}
      />
      {focused && <circle className={styles['ring']} r={radius + 5} />}
    </g>
  );
});

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly joins: readonly Join[];
  readonly spoken: ReadonlyMap<string, string>;
  readonly isolated: string | null;
  readonly active: string | null;
  readonly tabStop: string | null;
  readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void;
  readonly onFocus: (event: FocusEvent<SVGElement>) => void;
  readonly onBlur: () => void;
}

export const Marks = memo(function Marks(props: MarksProps) {
  const { marks, joins, spoken, isolated, active, tabStop, onKeyDown, onFocus, onBlur } = props;
  const faded = (subject: string) => isolated !== null && subject !== isolated;
  return (
    <g>
      {joins.map((join) => (
        <path
          key={`${join.measured} ${join.subject}`}
          className={`${styles['join']} ${styles['still']} ${faded(join.subject) ? styles['faded'] : ''}`}
          data-measured={join.measured || undefined}
          d={join.path}
        />
      ))}
      {marks.map((mark) => (
        <MarkGlyph
          key={mark.point.id}
          mark={mark}
          spoken={spoken.get(mark.point.id) ?? mark.point.label}
          faded={faded(mark.point.subject)}
          focused={mark.point.id === active}
          pressed={isolated === mark.point.subject}
          tabbable={mark.point.id === tabStop}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onBlur={onBlur}
        />
      ))}
    </g>
  );
});

interface PointLabelsProps {
  readonly labels: readonly PointLabel[];
  readonly fontSize: number;
}

export const PointLabels = memo(function PointLabels({ labels, fontSize }: PointLabelsProps) {
  return (
    <Decoration>
      {labels.map((label) => (
        <text
          key={label.id}
          data-provenance={label.provenance}
          className={`${styles['pointLabel']} ${styles['halo']} ${label.measured ? styles['measuredLabel'] : ''}`}
          x={label.x}
          y={label.y}
          dy={round(fontSize * 0.35)}
          textAnchor={label.anchor}
        >
          {label.text}
          {label.error && <tspan className={styles['errorText']}> {label.error}</tspan>}
        </text>
      ))}
    </Decoration>
  );
});
