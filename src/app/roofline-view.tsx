import { cx } from '#panels/controls/cx.ts';
import { MachinePanel } from '#panels/machine/machine-panel.tsx';
import { MeasurementsPanel } from '#panels/measurements/measurements-panel.tsx';
import { RooflinePanel } from '#panels/roofline/roofline-panel.tsx';
import { StackPanel } from '#panels/stack/stack-panel.tsx';
import styles from './roofline-view.module.css';

/** The first view: three regions and the measurements below them. */
export const RooflineView = ({ present }: { present: boolean }) => (
  <div className={cx(styles['main'], present && styles['present'])}>
    {/* First in the order of reading and on narrow screens: the chart is what the page is about. */}
    <section className={styles['roofline']} aria-label="Roofline">
      <RooflinePanel present={present} />
    </section>
    {!present && (
      <>
        <section className={styles['stack']} aria-label="Layer stack">
          <StackPanel />
        </section>
        <section className={styles['machine']} aria-label="Machine">
          <MachinePanel />
        </section>
      </>
    )}
    <section className={styles['measurements']} aria-label="Measurements">
      <MeasurementsPanel present={present} />
    </section>
  </div>
);
