import type { Provenance } from '#core/quantity.ts';
import type { Axis, Figure } from './figure.ts';

/** One value of a figure, under a key that the same place of another run has too. */
export interface Place {
  readonly key: string;
  /** Series or row that it belongs to; empty where there is one alone. */
  readonly group: string;
  /** As the axis counts; null where the label says it all. */
  readonly x: number | null;
  readonly label: string;
  readonly y: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly provenance: Provenance;
}

/** Everything that a figure shows, in its order. */
export function placesOf(figure: Figure): readonly Place[] {
  switch (figure.kind) {
    case 'curve':
      return figure.series.flatMap(({ id, label: group, provenance, points }) =>
        points.map(({ x, y, interval, label }) => ({ key: `${id} ${x}`, group, x, label, y, interval, provenance })),
      );
    case 'ladder':
      return figure.rungs.map(({ label, value: y, interval, provenance }) => ({
        key: label,
        group: '',
        x: null,
        label,
        y,
        interval,
        provenance,
      }));
    case 'heat':
      return figure.cells.flatMap((row, at) =>
        row.flatMap((cell, column) => {
          const [group = '', name = ''] = [figure.rows[at], figure.columns[column]];
          if (cell === null) return [];
          const { y, interval } = cell;
          return [
            {
              key: `${group} ${name}`,
              group,
              x: null,
              label: `${group}, ${name}`,
              y,
              interval,
              provenance: figure.provenance,
            },
          ];
        }),
      );
  }
}

/** What the values of a figure count. */
export function valueAxis(figure: Figure): Axis {
  return figure.kind === 'curve' ? figure.y : figure.kind === 'ladder' ? figure.x : figure.value;
}
