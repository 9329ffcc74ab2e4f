import { memo } from 'react';
import type { Roofline } from '#model/roofline/roofline.ts';
import { selectBoundary, selectRooflineView } from '#state/selectors.ts';
import { ALL_BOUNDARIES, rooflineView } from '#state/views/roofline.ts';
import { Segmented, Toggles } from '../controls/segmented.tsx';
import { useActions, useDocument } from '../playground.ts';
import styles from './roofline-panel.module.css';
import { RunCaption } from './run-caption.tsx';

interface RooflineHeadProps {
  readonly machine: string;
  readonly format: string;
  readonly roofline: Roofline;
}

/** What the chart shows, and what it is to show. */
export const RooflineHead = memo(function RooflineHead({ machine, format, roofline }: RooflineHeadProps) {
  const actions = useActions();
  const boundary = useDocument(selectBoundary);
  const modelled = useDocument((state) => selectRooflineView(state).showModelled);
  const measured = useDocument((state) => selectRooflineView(state).showMeasured);
  const band = useDocument((state) => selectRooflineView(state).showBand);
  const sizeBy = useDocument((state) => selectRooflineView(state).sizeBy);
  return (
    <>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>Roofline</h2>
        <span className={styles['what']}>
          {machine}, {format}
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
            { value: 'showModelled', label: 'Modelled', on: modelled },
            { value: 'showMeasured', label: 'Measured', on: measured },
            { value: 'showBand', label: 'Band', on: band },
          ]}
          onToggle={(key) => {
            if (key === 'showModelled') actions.setView(rooflineView, { showModelled: !modelled });
            if (key === 'showMeasured') actions.setView(rooflineView, { showMeasured: !measured });
            if (key === 'showBand') actions.setView(rooflineView, { showBand: !band });
          }}
        />
        <Toggles
          label="Dot size"
          options={[{ value: 'sizeBy', label: 'Size by time', on: sizeBy === 'time' }]}
          onToggle={() => actions.setView(rooflineView, { sizeBy: sizeBy === 'time' ? 'none' : 'time' })}
        />
      </div>
    </>
  );
});
