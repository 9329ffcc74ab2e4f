import { useMemo } from 'react';
import { useSize } from '../use-size.ts';
import { CurveChart } from './curve-chart.tsx';
import type { Figure } from './figure.ts';
import type { Room } from './frame.ts';
import { HeatChart } from './heat-chart.tsx';
import styles from './lab.module.css';
import { LadderChart } from './ladder-chart.tsx';
import type { OnBoundary } from './use-boundary-drag.ts';

interface LabFigureProps {
  readonly figure: Figure;
  /** The same figure of another run, drawn beside it as B. */
  readonly ghost?: Figure | null;
  /** Makes the ends of a curve's tiers movable. */
  readonly onBoundary?: OnBoundary;
  /** Before the first layout, and where there is none (tests). */
  readonly initialWidth?: number;
}

function Chart({ figure, ghost = null, onBoundary, room }: LabFigureProps & { readonly room: Room }) {
  switch (figure.kind) {
    case 'curve':
      return (
        <CurveChart
          figure={figure}
          ghost={ghost?.kind === 'curve' ? ghost : null}
          room={room}
          onBoundary={onBoundary}
        />
      );
    case 'ladder':
      return <LadderChart figure={figure} ghost={ghost?.kind === 'ladder' ? ghost : null} room={room} />;
    case 'heat':
      return <HeatChart figure={figure} ghost={ghost?.kind === 'heat' ? ghost : null} room={room} />;
  }
}

/** What an experiment measured, drawn as wide as its place. Title, takeaway and notes are its host's. */
export function LabFigure(props: LabFigureProps) {
  const { box, ruler, size } = useSize({ width: props.initialWidth ?? 640, height: 0, fontSize: 12 });
  const { width, fontSize } = size;
  const room = useMemo(() => ({ width, fontSize }), [width, fontSize]);
  return (
    <div className={styles['chart']} ref={box}>
      <span className={styles['ruler']} ref={ruler} aria-hidden="true" />
      <Chart {...props} room={room} />
    </div>
  );
}

export type { OnBoundary } from './use-boundary-drag.ts';
