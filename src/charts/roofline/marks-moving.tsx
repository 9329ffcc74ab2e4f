import { useLayoutEffect, useRef, useState } from 'react';
import type { Join, Mark } from './marks.ts';
import { MarkList, type MarksProps, placeText } from './marks-view.tsx';

const sameOffset = (a: number | null | undefined, aY: number, b: number | null | undefined, bY: number): boolean =>
  a == null || b == null ? a === b : Math.abs(a - aY - (b - bY)) < 0.05;

/** Whether a mark differs at most in its place from the one that was drawn. */
const markMoved = (drawn: Mark, now: Mark): boolean =>
  drawn === now ||
  (drawn.point.id === now.point.id &&
    drawn.point.subject === now.point.subject &&
    drawn.point.label === now.point.label &&
    drawn.point.kind === now.point.kind &&
    drawn.point.category === now.point.category &&
    drawn.point.provenance === now.point.provenance &&
    drawn.radius === now.radius &&
    drawn.order === now.order &&
    sameOffset(drawn.twinY, drawn.y, now.twinY, now.y) &&
    sameOffset(drawn.interval?.[0], drawn.y, now.interval?.[0], now.y) &&
    sameOffset(drawn.interval?.[1], drawn.y, now.interval?.[1], now.y));

const joinMoved = (drawn: Join, now: Join): boolean => drawn.subject === now.subject && drawn.measured === now.measured;

function everyPair<T>(drawn: readonly T[], now: readonly T[], same: (drawn: T, now: T) => boolean): boolean {
  return (
    drawn.length === now.length &&
    now.every((item, index) => {
      const before = drawn[index];
      return before !== undefined && same(before, item);
    })
  );
}

function write(element: Element | undefined, attribute: string, value: string): void {
  if (element && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

/**
 * The marks. Where they only move, as under a dragged roof or a panned plot, their places are written straight into the
 * drawing: for two hundred marks, comparing every element costs more than the frame's layout and analysis together.
 */
export function Marks(props: MarksProps) {
  const { marks, joins } = props;
  const group = useRef<SVGGElement>(null);
  const [drawn, setDrawn] = useState({ marks, joins });
  if (!everyPair(drawn.marks, marks, markMoved) || !everyPair(drawn.joins, joins, joinMoved))
    setDrawn({ marks, joins });
  // Also where they were drawn anew: React leaves alone what it believes to be in its place already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn anew must be placed again
  useLayoutEffect(() => {
    const elements = group.current?.children;
    if (!elements) return;
    joins.forEach(({ path }, index) => {
      write(elements[index], 'd', path);
    });
    marks.forEach(({ x, y }, index) => {
      write(elements[joins.length + index], 'transform', placeText(x, y));
    });
  }, [marks, joins, drawn]);
  return <MarkList {...props} {...drawn} group={group} />;
}
