import styles from './lab.module.css';

/** The lab: experiments on the machine in front of the person, and what they say. */
export const LabView = ({ present }: { present: boolean }) => (
  <div className={styles['lab']} data-present={present}>
    <h2>The lab</h2>
  </div>
);
