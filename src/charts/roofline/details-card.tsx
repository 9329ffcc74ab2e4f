import type { CSSProperties } from 'react';
import type { Details } from './details.ts';
import styles from './details-card.module.css';
import type { Frame } from './scale.ts';

/** Under a point in the upper half, over one in the lower half: the roof at its height stays in sight. */
export function placeCard(frame: Frame, x: number, y: number): CSSProperties {
  const gap = 18;
  const width = Math.min(frame.fontSize * 24, frame.width - 16);
  const left = Math.min(frame.width - width - 8, Math.max(8, x - width / 2));
  return y > frame.height / 2 ? { left, width, bottom: frame.height - y + gap } : { left, width, top: y + gap };
}

interface DetailsCardProps {
  readonly details: Details;
  readonly frame: Frame;
  readonly x: number;
  readonly y: number;
}

/** Numbers and diagnosis of one point. It repeats what the point's name says aloud, so readers skip it. */
export const DetailsCard = ({ details, frame, x, y }: DetailsCardProps) => (
  <div className={styles['card']} style={placeCard(frame, x, y)} aria-hidden="true" data-card="point">
    <h3>{details.title}</h3>
    <dl>
      {details.rows.map(({ name, text, provenance }) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            {text} {provenance && <small>{provenance}</small>}
          </dd>
        </div>
      ))}
    </dl>
    <p>{details.explanation}</p>
  </div>
);
