import { lazy, memo, useState } from 'react';
import type { Analysis } from '#model/analysis/analysis.ts';
import type { Machine } from '#model/machine/machine.ts';
import { insertLayer } from '#model/workload/edit.ts';
import { selectMachine, selectResolved, selectStack } from '#state/selectors.ts';
import { STACK_RUN_PAGE } from '#state/views/page.ts';
import { announce } from '../controls/announce.tsx';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Later } from '../controls/later.tsx';
import { Notice } from '../controls/notice.tsx';
import { useActions, useDocument, usePlayground, useUi } from '../playground.ts';
import { useCalm, useDragging } from '../use-calm.ts';
import { useLastGood } from '../use-last-good.ts';
import { rowsOf } from './rows.ts';
import styles from './stack.module.css';
import { StackFiles } from './stack-files.tsx';
import { StackList } from './stack-list.tsx';
import { PresetNote, StackSetup } from './stack-setup.tsx';
import { StackTotals } from './stack-totals.tsx';

const WhatIfPanel = lazy(async () => ({ default: (await import('../what-if/what-if-panel.tsx')).WhatIfPanel }));
const KindPicker = lazy(async () => ({ default: (await import('./kind-picker.tsx')).KindPicker }));

/** The stack: which one, its batch and number format, its rows, and what can be added. */
export function StackPanel() {
  const dragging = useDragging();
  const { analysis, fault } = useLastGood();
  const calmAnalysis = useCalm(analysis, dragging);
  const calmMachine = useCalm(useDocument(selectMachine), dragging);
  return <StackBody machine={calmMachine} analysis={calmAnalysis} analysisFault={fault} />;
}

interface StackBodyProps {
  readonly machine: Machine;
  readonly analysis: Analysis | null;
  readonly analysisFault: string | null;
}

const StackBody = memo(function StackBody({ machine, analysis, analysisFault }: StackBodyProps) {
  const actions = useActions();
  const { ui } = usePlayground();
  const stack = useDocument(selectStack);
  const resolved = useDocument(selectResolved);
  const isolated = useUi((state) => state.isolated);
  const [opened, setOpened] = useState<string | null>(null);
  // Path to add after; null adds at the end; undefined: the picker is closed.
  const [adding, setAdding] = useState<string | null | undefined>(undefined);

  const fault = resolved.ok ? null : resolved.error;
  const rows = stack.ok ? rowsOf(stack.value, { resolved: resolved.ok ? resolved.value : null, analysis, fault }) : [];
  const paths = rows.flatMap((row) => [row.path, ...(row.children?.map((child) => child.path) ?? [])]);
  const current = paths.find((path) => path === (isolated ?? opened)) ?? paths.find((path) => path === opened) ?? null;
  const open = (path: string | null) => {
    setOpened(path);
    // A group has no dot of its own to isolate.
    const hasDot = path !== null && !rows.some((row) => row.path === path && row.children);
    if (hasDot) {
      if (isolated !== path) ui.toggleIsolated(path);
    } else ui.clearIsolated();
  };
  const pick = (kind: string) => {
    actions.editStack((now) => insertLayer(now, { kind }, adding ?? undefined));
    announce(`${kind} added.`);
    setAdding(undefined);
  };
  const tierName = (id: string) => machine.tiers.find((tier) => tier.id === id)?.name ?? id;

  return (
    <div className={styles['panel']}>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>Layer stack</h2>
        {stack.ok && <StackFiles stack={stack.value} />}
      </div>
      <StackSetup />
      {analysis && rows.length > 0 && <StackTotals analysis={analysis} />}
      {analysis && rows.length > 0 && <StackWhatIf />}
      {!stack.ok && <Notice tone="fault">{stack.error.message}</Notice>}
      {fault && stack.ok && (
        <Notice tone="fault">
          A shape does not fit. {fault.message}
          {/[.!?]$/.test(fault.message) ? ' ' : '. '}
          {analysis && 'Times and dots are those of the last stack that fitted.'}
        </Notice>
      )}
      {!fault && analysisFault && <Notice tone="fault">{analysisFault}</Notice>}
      {stack.ok && rows.length > 0 && (
        <StackList
          stack={stack.value}
          rows={rows}
          stale={fault !== null}
          current={current}
          onOpen={open}
          onEdit={actions.editStack}
          onAddAfter={setAdding}
          boundName={tierName}
        />
      )}
      {stack.ok && rows.length === 0 && (
        <p className={styles['empty']}>No layers yet. Add one, or choose a ready-made stack above.</p>
      )}
      {adding === undefined ? (
        <div className={styles['add']}>
          <Button onClick={() => setAdding(null)}>Add layer</Button>
          <Button
            title="Each layer on this GPU: its modelled and its measured time"
            onClick={() => actions.showPage(STACK_RUN_PAGE)}
          >
            Run this stack
          </Button>
        </div>
      ) : (
        <Later>
          <KindPicker
            where={adding === null ? 'at the end' : `after ${adding}`}
            onPick={pick}
            onClose={() => setAdding(undefined)}
          />
        </Later>
      )}
      <PresetNote />
    </div>
  );
});

/** Loaded and worked out only while it is open. */
function StackWhatIf() {
  const [open, setOpen] = useState(false);
  return (
    <details className={controls['disclosure']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Efficiency and what if</summary>
      {open && (
        <Later>
          <WhatIfPanel path={null} />
        </Later>
      )}
    </details>
  );
}
