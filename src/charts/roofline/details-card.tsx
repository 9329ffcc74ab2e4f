import { useLayoutEffect, useRef, useState } from 'react';
import type { Details } from './details.ts';
import styles from './details-card.module.css';
import { placeCard } from './place-card.ts';
import type { Frame } from './scale.ts';

interface DetailsCardProps {
  readonly details: Details;
  readonly frame: Frame;
  readonly x: number;
  readonly y: number;
}

/** Numbers and diagnosis of one point. It repeats what the point's name says aloud, so readers skip it. */
export function DetailsCard({ details, frame, x, y }: DetailsCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  // Measured after each change and before it is painted: the text decides the height.
  useLayoutEffect(() => {
    const now = card.current?.offsetHeight ?? 0;
    if (now !== height) setHeight(now);
  });
  return (
    <div
      ref={card}
      className={styles['card']}
      style={{ ...placeCard(frame, x, y, height) }}
      aria-hidden="true"
      data-card="point"
    >
      <h3>{details.title}</h3>
      <dl>
        {details.rows.map(({ name, text, provenance }) => (
          <div key={name}>
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
}
