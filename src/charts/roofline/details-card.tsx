import type { Details } from './details.ts';
import styles from './roofline.module.css';
import type { Frame } from './scale.ts';

interface CardPlace {
  readonly left: number;
  readonly top?: number;
  readonly bottom?: number;
  readonly width: number;
}

/** Beside the point, on the roomier side; on a narrow chart, across the half that the point is not in. */
export function placeCard(frame: Frame, x: number, y: number): CardPlace {
  const wide = frame.fontSize * 24;
  const gap = 16;
  const low = y > frame.height / 2;
  if (frame.width < wide * 2 + gap) {
    const width = Math.min(wide, frame.width - 16);
    const left = Math.min(frame.width - width - 8, Math.max(8, x - width / 2));
    return low ? { left, width, bottom: frame.height - y + gap } : { left, width, top: y + gap };
  }
  const left = x > frame.width / 2 ? x - wide - gap : x + gap;
  return low
    ? { left, width: wide, bottom: Math.max(4, frame.height - y - gap * 2) }
    : { left, width: wide, top: Math.max(4, y - gap * 2) };
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
