import type { RooflinePoint } from '#model/roofline/roofline.ts';
import styles from './roofline-panel.module.css';

/** The focused point in plain words. */
export function Diagnosis({ point }: { point: RooflinePoint }) {
  return (
    <p className={styles['diagnosis']}>
      <span>
        <b>{point.label}.</b> {point.explanation}
      </span>
    </p>
  );
}
