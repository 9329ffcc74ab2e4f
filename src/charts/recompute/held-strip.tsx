import lab from '../lab/lab.module.css';
import { useSize } from '../use-size.ts';
import styles from './recompute.module.css';

interface HeldStripProps {
  /** Of each activation, the chain's input first: whether it lies by itself. */
  readonly activations: Uint8Array;
  /** Of each layer: 0 nothing, 1 without its cheap part, 2 all that its backward pass needs. */
  readonly saved: Uint8Array;
  /** The gradient is of this activation. */
  readonly gradient: number;
  /** Layer of the step in view; null before the first. */
  readonly layer: number | null;
  readonly backward: boolean;
  readonly label: string;
  readonly initialWidth?: number;
}

/** What lies in memory, layer by layer: a bar for an input kept, a full cell for what is saved, a mark for the gradient. */
export function HeldStrip(props: HeldStripProps) {
  const { activations, saved, gradient, layer, backward, label, initialWidth = 640 } = props;
  const { box, ruler, size } = useSize({ width: initialWidth, height: 0, fontSize: 12 });
  const { width, fontSize } = size;
  const layers = saved.length;
  const cell = width / (layers + 1);
  const gap = cell > 6 ? 1 : 0;
  const [rowHeight, mark] = [Math.round(fontSize * 1.7), Math.round(fontSize * 0.9)];
  const height = rowHeight + mark * 2;
  return (
    <div className={lab['chart']} ref={box}>
      <span className={lab['ruler']} ref={ruler} aria-hidden="true" />
      <svg
        className={lab['svg']}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
      >
        {layer !== null && (
          <path
            className={backward ? styles['gradient'] : styles['step']}
            d={
              backward
                ? `M${(layer + 1.5) * cell + 4} 0l-8 ${mark / 2 - 1}l8 ${mark / 2 - 1}z`
                : `M${(layer + 1.5) * cell - 4} 0l8 ${mark / 2 - 1}l-8 ${mark / 2 - 1}z`
            }
          />
        )}
        <rect
          className={styles['cell']}
          x={gap}
          y={mark}
          width={Math.max(0.5, cell - 2 * gap)}
          height={rowHeight}
          data-held="0"
        />
        {activations[0] === 1 && (
          <rect
            className={styles['kept']}
            x={gap}
            y={mark + rowHeight * 0.6}
            width={Math.max(0.5, cell - 2 * gap)}
            height={rowHeight * 0.4}
          />
        )}
        {Array.from(saved, (held, index) => {
          const left = (index + 1) * cell + gap;
          const across = Math.max(0.5, cell - 2 * gap);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its layer
            <g key={index}>
              <rect
                className={styles['cell']}
                x={left}
                y={mark}
                width={across}
                height={rowHeight}
                data-held={held}
                data-done={index >= gradient || undefined}
              />
              {activations[index + 1] === 1 && (
                <rect
                  className={styles['kept']}
                  x={left}
                  y={mark + rowHeight * 0.6}
                  width={across}
                  height={rowHeight * 0.4}
                />
              )}
            </g>
          );
        })}
        <path
          className={styles['gradient']}
          d={`M${(gradient + 0.5) * cell} ${mark + rowHeight + 2}l5 ${mark - 3}h-10z`}
        />
      </svg>
    </div>
  );
}
