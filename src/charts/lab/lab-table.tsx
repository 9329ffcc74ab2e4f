import type { Figure } from './figure.ts';
import styles from './lab-table.module.css';
import { tableOf } from './table-rows.ts';

interface LabTableProps {
  readonly figure: Figure;
  /** The same figure of another run, as B. */
  readonly ghost?: Figure | null;
}

/** Every value behind a figure with its interval and provenance; beside those of B, A over B. */
export function LabTable({ figure, ghost = null }: LabTableProps) {
  const { columns, rows } = tableOf(figure, ghost);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section className={styles['scroll']} aria-label={`${figure.title}, as a table`} tabIndex={0}>
      <table className={styles['table']}>
        <caption>{figure.title}</caption>
        <thead>
          <tr>
            {columns.map(({ title, text }) => (
              <th key={title} scope="col" className={text ? styles['text'] : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={columns[index]?.title} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={columns[index]?.title} className={columns[index]?.text ? styles['text'] : undefined}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
