import { Announcer } from '#panels/controls/announce.tsx';
import { cx } from '#panels/controls/cx.ts';
import { Notice } from '#panels/controls/notice.tsx';
import { Header } from '#panels/header/header.tsx';
import { MachinePanel } from '#panels/machine/machine-panel.tsx';
import { MeasurementsPanel } from '#panels/measurements/measurements-panel.tsx';
import { useActions, useDocument } from '#panels/playground.ts';
import { RooflinePanel } from '#panels/roofline/roofline-panel.tsx';
import { StackPanel } from '#panels/stack/stack-panel.tsx';
import styles from './page.module.css';

/** The playground: three regions and the measurements below them. */
export function Page({ present }: { present: boolean }) {
  const phase = useDocument((state) => state.phase);
  return (
    <div className={cx(styles['page'], present && styles['present'])} data-phase={phase}>
      <Header present={present} />
      <Notes />
      <main className={styles['main']}>
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
      </main>
      <Announcer />
    </div>
  );
}

/** What a link or a file did not bring along. */
function Notes() {
  const actions = useActions();
  const notes = useDocument((state) => state.notes);
  if (notes.length === 0) return null;
  return (
    <div className={styles['notes']}>
      <Notice onDismiss={actions.dismissNotes}>
        {notes.map((note) => (
          <div key={note}>{note}</div>
        ))}
      </Notice>
    </div>
  );
}
