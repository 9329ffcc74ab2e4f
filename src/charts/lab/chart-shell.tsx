import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import styles from './lab.module.css';
import { nearestSpot, type SpotLines, spotOf, walkSpots } from './spots.ts';

interface ChartShellProps {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly lines: SpotLines;
  /** Whether a pointer near a spot means it; else only one upon it does. */
  readonly nearest?: boolean;
  /** A gesture of the chart's own: whether it took the move. */
  readonly events?: {
    readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => boolean;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
  readonly legend?: ReactNode;
  readonly children: (tabStop: string | null) => ReactNode;
}

const spotIn = (target: EventTarget): string | null =>
  target instanceof Element ? (target.closest<SVGElement>('[data-spot]')?.dataset['spot'] ?? null) : null;

/** What all the lab's drawings share: one tab stop, arrow keys, and a line that says what is pointed at. */
export function ChartShell(props: ChartShellProps) {
  const { title, width, height, fontSize, lines, nearest = false, events, legend, children } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  // Where Tab comes back to.
  const [visited, setVisited] = useState<string | null>(null);
  const tabStop = spotOf(lines, visited)?.id ?? lines.find((line) => line.length > 0)?.[0]?.id ?? null;
  const active = spotOf(lines, hovered) ?? spotOf(lines, focused);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    // Browsers honour touch-action on the drawing, not on a part of it: without this a drag of a grip would scroll.
    const onTouch = (event: TouchEvent) => {
      if (event.target instanceof Element && event.target.closest('[role="slider"]')) event.preventDefault();
    };
    element.addEventListener('touchstart', onTouch, { passive: false });
    return () => element.removeEventListener('touchstart', onTouch);
  }, []);

  const pointed = (event: PointerEvent<SVGSVGElement>): string | null => {
    const own = spotIn(event.target);
    if (own !== null || !nearest) return own;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return nearestSpot(lines, event.clientX - left, event.clientY - top)?.id ?? null;
  };
  const focusSpot = (id: string) => {
    for (const element of svg.current?.querySelectorAll<SVGElement>('[data-spot]') ?? [])
      if (element.dataset['spot'] === id) element.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const from = spotIn(event.target);
    if (from === null || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = walkSpots(lines, from, event.key);
    if (!next) return;
    event.preventDefault();
    focusSpot(next.id);
  };
  const onFocus = (event: FocusEvent<SVGSVGElement>) => {
    const id = spotIn(event.target);
    setFocused(id);
    if (id !== null) setVisited(id);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div className={styles['shell']} role="group" aria-label={title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: events of the marks in it, each of which has a role */}
      <svg
        ref={svg}
        className={styles['svg']}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        fontSize={fontSize}
        role="presentation"
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onBlur={() => setFocused(null)}
        onPointerMove={(event) => setHovered(events?.onPointerMove(event) ? null : pointed(event))}
        onPointerDown={(event) => setHovered(pointed(event))}
        onPointerUp={() => events?.onPointerUp()}
        onPointerCancel={() => events?.onPointerCancel()}
        // A finger that is lifted leaves too: what it touched stays said.
        onPointerLeave={(event) => event.pointerType !== 'touch' && setHovered(null)}
      >
        {children(tabStop)}
        {active && nearest && <circle className={styles['ring']} cx={active.x} cy={active.y} r={8} />}
      </svg>
      {legend}
      <p className={styles['details']} aria-live="polite">
        {active?.said ?? ''}
      </p>
    </div>
  );
}
