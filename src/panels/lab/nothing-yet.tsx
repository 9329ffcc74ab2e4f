import styles from './lab.module.css';

/** What the charts will look like: shapes that anybody will know again, without figures. */
const TO_COME: readonly { readonly title: string; readonly text: string; readonly path: string }[] = [
  {
    title: 'A staircase of latency',
    text: 'How long one load takes as the working set grows. Each step is a tier that it no longer fits.',
    path: 'M4 50 H32 C38 50 38 36 44 36 H66 C72 36 72 20 78 20 H92 C98 20 98 8 104 8 H116',
  },
  {
    title: 'Bandwidth against working set',
    text: 'The same steps, downward: the further away the data, the less of it comes in a second.',
    path: 'M4 10 H34 C42 10 42 24 50 24 H72 C80 24 80 40 88 40 H116',
  },
  {
    title: 'Bandwidth against stride',
    text: 'What is left of each transaction when only some of its bytes are useful, beside what the model says.',
    path: 'M4 8 C22 10 26 40 48 46 S90 50 116 50',
  },
  {
    title: 'A ladder of tiles',
    text: 'The same matrix product with larger and larger tiles, from 2 × 2 to 32 × 32.',
    path: 'M10 52 V44 M30 52 V36 M50 52 V26 M70 52 V14 M90 52 V18 M110 52 V30',
  },
];

interface NothingYetProps {
  /** Whether a run is in view, which then holds nothing that the lab draws. */
  readonly held: boolean;
  readonly measuring: boolean;
}

/** Before there is anything to draw: what will be. */
export const NothingYet = ({ held, measuring }: NothingYetProps) => (
  <section className={styles['nothing']} aria-label="What will appear">
    <h3>
      {measuring
        ? 'Measuring: charts grow here point by point'
        : held
          ? 'The run in view holds no experiments of the lab'
          : 'Nothing measured yet'}
    </h3>
    {!measuring && (
      <p>
        Discover this machine, run an experiment, or choose a recorded run. Every result is checked before it is shown,
        and joins the roofline at once. This is what appears here:
      </p>
    )}
    <ul>
      {TO_COME.map(({ title, text, path }) => (
        <li key={title}>
          <svg viewBox="0 0 120 60" preserveAspectRatio="none" aria-hidden="true">
            <path d={path} />
          </svg>
          <b>{title}</b>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  </section>
);
