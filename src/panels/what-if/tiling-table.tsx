import { formatBytes, formatSignedPercent } from '#core/format.ts';
import type { OpTiling } from '#model/analysis/tiling/layer-tilings.ts';
import type { Machine } from '#model/machine/machine.ts';
import { selectRooflineView } from '#state/selectors.ts';
import { useDocument } from '../playground.ts';
import styles from './what-if.module.css';

/** A saving under this is none to a reader. */
const SAME = 0.9995;

const loopText = ({ loops }: OpTiling) =>
  loops
    .filter(({ tile, extent }) => tile < extent)
    .map(({ over, tile, extent }) => `${over} ${tile.toLocaleString('en')} of ${extent.toLocaleString('en')}`)
    .join(', ') || 'whole';

/** The best tiling for each memory, found by search: what it moves, over the closed form that the analysis uses. */
export function TilingTable({ tilings, machine }: { tilings: readonly OpTiling[]; machine: Machine }) {
  const byteUnits = useDocument((state) => selectRooflineView(state).byteUnits);
  const nameOf = (id: string | null) =>
    id === null ? 'Operand store' : (machine.tiers.find((tier) => tier.id === id)?.name ?? id);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable from the keyboard
    <section className={styles['scroll']} aria-label="Best tiling for each memory" tabIndex={0}>
      <table className={styles['table']}>
        <caption>Best tiling by search, modelled: outermost loop first</caption>
        <thead>
          <tr>
            <th scope="col">in</th>
            <th scope="col">moves</th>
            <th scope="col" title="Over the closed form that the analysis uses">
              over closed form
            </th>
            <th scope="col">stays</th>
            <th scope="col">tile</th>
          </tr>
        </thead>
        <tbody>
          {tilings.map((tiling, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an op of a layer is its position
            <tr key={`${index} ${tiling.boundary}`}>
              <th scope="row">{nameOf(tiling.memory)}</th>
              <td>{formatBytes(tiling.moved, byteUnits)}</td>
              <td>
                {tiling.moved > SAME * tiling.closedForm
                  ? 'same'
                  : formatSignedPercent(tiling.moved / tiling.closedForm - 1)}
              </td>
              <td>{tiling.stationary}</td>
              <td>{loopText(tiling)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
