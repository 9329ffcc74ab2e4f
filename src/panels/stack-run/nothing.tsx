import lab from '../lab/lab.module.css';
import styles from './stack-run.module.css';

/** Shares of a row's modelled and measured bar: what a table will look like, without figures. */
const TO_COME = [
  [62, 78],
  [30, 33],
  [18, 12],
  [44, 70],
] as const;

/** Before there is anything to show: what will be. */
export const Nothing = ({ measuring }: { measuring: boolean }) =>
  measuring ? (
    <section className={styles['nothing']} aria-label="What will appear">
      <h3>Measuring: each layer appears here as it is done</h3>
      <p>The ceilings of this device come first, where they are not known yet: the model predicts by them.</p>
    </section>
  ) : (
    <section className={styles['nothing']} aria-label="What will appear">
      <h3>This stack was not run yet</h3>
      <p>
        Every layer becomes kernels that run on the GPU of this device, on random weights, each on what the one before
        it left there. Each result is checked against a reference before its time counts. Then every layer stands here
        with two times, the model’s and the measured one, and the error between them; and on the roofline its measured
        dot is joined to its modelled one.
      </p>
      <div className={styles['sketch']} aria-hidden="true">
        {TO_COME.map(([modelled, measured]) => (
          <span key={modelled} className={styles['bars']}>
            <span data-provenance="modelled" style={{ width: `${modelled}%` }} />
            <span data-provenance="measured" style={{ width: `${measured}%` }} />
          </span>
        ))}
      </div>
      <p className={lab['soft']}>Modelled times come from the ceilings of this device, which the run measures first.</p>
    </section>
  );
