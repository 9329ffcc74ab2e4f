import { lazy, useState } from 'react';
import type { CeilingChange } from '#charts/roofline/ceilings.ts';
import { RooflineChart } from '#charts/roofline/roofline-chart.tsx';
import { takeaway } from '#charts/roofline/takeaway.ts';
import { visiblePoints } from '#charts/roofline/visible.ts';
import { bytesPerSecond, flopsPerSecond } from '#core/units.ts';
import { setBandwidth, setPeak } from '#model/machine/edit.ts';
import type { Machine } from '#model/machine/machine.ts';
import type { Roofline, RooflinePoint } from '#model/roofline/roofline.ts';
import {
  selectBoundary,
  selectDocument,
  selectGhosts,
  selectLayerPoints,
  selectMachine,
  selectMeasuredPoints,
  selectRoofline,
  selectRooflineView,
} from '#state/selectors.ts';
import { ALL_BOUNDARIES, rooflineView } from '#state/views/roofline.ts';
import controls from '../controls/controls.module.css';
import { cx } from '../controls/cx.ts';
import { Later } from '../controls/later.tsx';
import { Segmented, Toggles } from '../controls/segmented.tsx';
import { useActions, useDocument, usePlayground, useUi } from '../playground.ts';
import { useLastGood } from '../use-last-good.ts';
import { FILLS_WINDOW, useMedia } from '../use-media.ts';
import { ExportSvg } from './export-svg.tsx';
import styles from './roofline-panel.module.css';
import { RunCaption } from './run-caption.tsx';

const Diagnosis = lazy(async () => ({ default: (await import('./diagnosis.tsx')).Diagnosis }));
const Tables = lazy(async () => ({ default: (await import('./tables.tsx')).Tables }));

const NO_GHOSTS: readonly Roofline[] = [];

/** A roof moved by hand: the bandwidth of a tier, or a peak. */
export const withRoof =
  (change: CeilingChange) =>
  (machine: Machine): Machine =>
    change.type === 'bandwidth'
      ? setBandwidth(machine, change.tier, bytesPerSecond(change.value))
      : setPeak(machine, change.unit, change.format, flopsPerSecond(change.value));

/** The points of the last stack that fitted, while the one in view does not. */
function useShownPoints(): { readonly points: readonly RooflinePoint[]; readonly stale: boolean } {
  const layers = useDocument(selectLayerPoints);
  const measured = useDocument(selectMeasuredPoints);
  const { fault } = useLastGood();
  const [good, setGood] = useState(layers);
  if (fault === null && good !== layers) setGood(layers);
  const [joined, setJoined] = useState<readonly RooflinePoint[]>(() => [...layers, ...measured]);
  const [seen, setSeen] = useState({ good, measured });
  if (seen.good !== good || seen.measured !== measured) {
    setSeen({ good, measured });
    setJoined([...good, ...measured]);
  }
  return { points: joined, stale: fault !== null };
}

/** The chart, what it shows, and what it says in a sentence. */
export function RooflinePanel({ present }: { present: boolean }) {
  const actions = useActions();
  const { ui } = usePlayground();
  const { settings } = useDocument(selectDocument);
  const machine = useDocument(selectMachine);
  const roofline = useDocument(selectRoofline);
  const ghost = useDocument(selectGhosts);
  const boundary = useDocument(selectBoundary);
  const view = useDocument(selectRooflineView);
  const isolated = useUi((state) => state.isolated);
  const fills = useMedia(FILLS_WINDOW);
  const { points, stale } = useShownPoints();
  const [focused, setFocused] = useState<string | null>(null);
  const [ghosts, setGhosts] = useState(NO_GHOSTS);
  if ((ghosts[0] ?? null) !== ghost) setGhosts(ghost ? [ghost] : NO_GHOSTS);

  const shown = visiblePoints(points, roofline, ghosts, {
    boundary,
    modelled: view.showModelled,
    measured: view.showMeasured,
  });
  const point = points.find(({ id }) => id === focused) ?? points.find(({ subject }) => subject === isolated) ?? null;
  const onDragCeiling = (change: CeilingChange) => {
    if (change.phase === 'cancel') return actions.cancelDraft();
    actions.previewMachine(withRoof(change));
    if (change.phase === 'end') actions.commitDraft();
  };
  return (
    <div className={styles['panel']}>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>Roofline</h2>
        <span className={styles['what']}>
          {machine.name}, {settings.format}
          <RunCaption />
        </span>
      </div>
      <div className={styles['head']}>
        <Segmented
          label="Boundary"
          value={boundary}
          options={[
            { value: ALL_BOUNDARIES, label: 'All tiers' },
            ...roofline.bandwidths.map(({ tier, name }) => ({ value: tier, label: name })),
          ]}
          onChange={(next) => actions.setView(rooflineView, { boundary: next })}
        />
        <Toggles
          label="Shown"
          options={[
            { value: 'showModelled', label: 'Modelled', on: view.showModelled },
            { value: 'showMeasured', label: 'Measured', on: view.showMeasured },
            { value: 'showBand', label: 'Band', on: view.showBand },
          ]}
          onToggle={(key) => {
            if (key === 'showModelled') actions.setView(rooflineView, { showModelled: !view.showModelled });
            if (key === 'showMeasured') actions.setView(rooflineView, { showMeasured: !view.showMeasured });
            if (key === 'showBand') actions.setView(rooflineView, { showBand: !view.showBand });
          }}
        />
      </div>
      <div className={cx(styles['chart'], stale && styles['stale'])}>
        <RooflineChart
          roofline={roofline}
          format={settings.format}
          points={points}
          ghosts={ghosts}
          selectedBoundary={boundary}
          showBand={view.showBand}
          showModelled={view.showModelled}
          showMeasured={view.showMeasured}
          isolated={isolated}
          byteUnits={view.byteUnits}
          {...(fills && { height: 'fill' as const })}
          readOnly={present}
          onFocusPoint={setFocused}
          onIsolate={(subject) => (subject === null ? ui.clearIsolated() : ui.toggleIsolated(subject))}
          onDragCeiling={onDragCeiling}
        />
      </div>
      {stale && (
        <p className={styles['take']}>
          <b>The stack has a fault.</b> The dots are those of the last stack that fitted.
        </p>
      )}
      <div className={styles['words']}>
        <p className={styles['take']}>{takeaway(shown, roofline, ghosts)}</p>
        {!present && (
          <div className={styles['tools']}>
            <DataTable roofline={roofline} points={shown} ghosts={ghosts} />
            <ExportSvg name={`roofline-${machine.id}`} />
          </div>
        )}
      </div>
      {point && !present && (
        <Later fallback={<p className={styles['diagnosis']} />}>
          <Diagnosis point={point} />
        </Later>
      )}
    </div>
  );
}

interface DataTableProps {
  readonly roofline: Roofline;
  readonly points: readonly RooflinePoint[];
  readonly ghosts: readonly Roofline[];
}

/** Loaded and drawn only while it is open. */
function DataTable(props: DataTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className={controls['disclosure']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Data table</summary>
      {open && (
        <Later>
          <Tables {...props} />
        </Later>
      )}
    </details>
  );
}
