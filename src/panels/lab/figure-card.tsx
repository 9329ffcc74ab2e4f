import { useId, useRef, useState } from 'react';
import { pngBlob, standaloneSvg } from '#charts/export-image.ts';
import { differenceSentence, differencesOf } from '#charts/lab/difference.ts';
import type { Figure } from '#charts/lab/figure.ts';
import { figureToCsv } from '#charts/lab/figure-csv.ts';
import { LabFigure, type OnBoundary } from '#charts/lab/lab-figure.tsx';
import { LabTable } from '#charts/lab/lab-table.tsx';
import { valueAxis } from '#charts/lab/places.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { download } from '../controls/files.ts';
import { Notice } from '../controls/notice.tsx';
import { FigureKernels } from './figure-kernels.tsx';
import styles from './lab.module.css';

interface FigureCardProps {
  readonly figure: Figure;
  /** The same figure of the pinned run. */
  readonly ghost: Figure | null;
  readonly onBoundary?: OnBoundary;
  /** Whether its kernels are WGSL that may be edited here. */
  readonly editable: boolean;
}

/** One figure: what it shows in a sentence, the chart, what must be known to read it, its table and its files. */
export function FigureCard({ figure, ghost, onBoundary, editable }: FigureCardProps) {
  const heading = useId();
  const [table, setTable] = useState(false);
  return (
    <section className={styles['figure']} aria-labelledby={heading} data-figure={figure.id}>
      <h3 id={heading}>{figure.title}</h3>
      <p className={styles['take']}>{figure.takeaway}</p>
      {ghost && <p className={styles['take']}>{differenceSentence(differencesOf(figure, ghost), valueAxis(figure))}</p>}
      <LabFigure figure={figure} ghost={ghost} {...(onBoundary && { onBoundary })} />
      {figure.notes.length > 0 && (
        <ul className={styles['notes']}>
          {figure.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles['tools']}>
        <details className={controls['disclosure']} onToggle={(event) => setTable(event.currentTarget.open)}>
          <summary>Table</summary>
          {table && <LabTable figure={figure} ghost={ghost} />}
        </details>
        <Exports figure={figure} ghost={ghost} />
      </div>
      {editable && <FigureKernels figure={figure} />}
    </section>
  );
}

/** The figure as a picture, and its values. */
function Exports({ figure, ghost }: Pick<FigureCardProps, 'figure' | 'ghost'>) {
  const place = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const chart = () => place.current?.closest('section')?.querySelector<SVGSVGElement>('svg[role]') ?? null;
  const saveSvg = () => {
    const svg = chart();
    if (svg) download(`${figure.id}.svg`, 'image/svg+xml', standaloneSvg(svg));
  };
  const savePng = async () => {
    const svg = chart();
    if (!svg) return;
    const image = await pngBlob(svg);
    setFault(image.ok ? null : image.error);
    if (image.ok) download(`${figure.id}.png`, 'image/png', image.value);
  };
  const saves = [
    ['SVG', saveSvg],
    ['PNG', () => void savePng()],
    ['CSV', () => download(`${figure.id}.csv`, 'text/csv', figureToCsv(figure, ghost))],
    ['JSON', () => download(`${figure.id}.json`, 'application/json', `${JSON.stringify(figure, null, 1)}\n`)],
  ] as const;
  return (
    <div className={styles['exports']} ref={place}>
      {saves.map(([format, save]) => (
        <Button key={format} look="quiet" aria-label={`Export ${figure.title} as ${format}`} onClick={save}>
          {format}
        </Button>
      ))}
      {fault && (
        <Notice tone="fault" onDismiss={() => setFault(null)}>
          {fault}
        </Notice>
      )}
    </div>
  );
}
