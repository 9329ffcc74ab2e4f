import { formatPerformance, formatRatio } from '#core/format.ts';
import { problemText } from '#measure/record/export.ts';
import type { Measurement } from '#measure/record/record.ts';
import type { Figure } from '../figure.ts';
import { extremes, ladderOf } from './ladder.ts';
import { rateOf, type Source } from './reading.ts';
import { where } from './words.ts';

/** Rungs in the order in which they are explained; null for what is no rung of this ladder. */
function rungOf({ kernel, problem }: Measurement, cpu: boolean): { name: string; order: number } | null {
  const { pitch, tile } = problem;
  const power = pitch !== undefined && Number.isInteger(Math.log2(pitch));
  const rows = pitch === undefined ? '' : `, pitch ${pitch}${power ? ' (power of two)' : ' (padded)'}`;
  const padded = power ? 0 : 1;
  if (cpu && kernel === 'matmul/ijk') return { name: `ijk${rows}`, order: padded };
  if (cpu && kernel === 'matmul/ikj') return { name: `ikj${rows}`, order: 2 + padded };
  if (cpu && kernel === 'matmul/tiled' && tile !== undefined)
    return { name: `tile ${tile}${rows}`, order: 2 + 2 * tile + padded };
  if (cpu) return null;
  if (kernel === 'matmul/naive') return { name: 'no tile', order: 0 };
  const size = /^matmul\/tiled-(\d+)$/.exec(kernel)?.[1];
  return size === undefined ? null : { name: `tile ${size}`, order: Number(size) };
}

const cubeOf = ({ m = 0, n = 0, k = 0 }: Measurement['problem']): string => problemText({ m, n, k });

export function tiles(source: Source): Figure | null {
  const { run } = source;
  const cubes = new Map<string, Map<string, { order: number; one: Measurement }>>();
  for (const one of run.measurements) {
    const rung = rungOf(one, run.engine === 'cpu');
    if (rung === null || !(one.cost.flop > 0)) continue;
    const cube = cubes.get(cubeOf(one.problem)) ?? new Map<string, { order: number; one: Measurement }>();
    cubes.set(cubeOf(one.problem), cube.set(rung.name, { order: rung.order, one }));
  }
  // One product alone: another size would be another question.
  const [cube] = [...cubes].toSorted(([, a], [, b]) => b.size - a.size);
  if (!cube || cube[1].size < 2) return null;
  const rungs = [...cube[1]]
    .toSorted(([, a], [, b]) => a.order - b.order)
    .map(([name, { one }]) => ({ name, reading: rateOf(one, one.cost.flop) }));
  const found = extremes(rungs);
  if (!found) return null;
  const { most, least, told } = found;
  return ladderOf(
    source,
    {
      id: 'tiles',
      experiment: 'tiling',
      title: run.engine === 'cpu' ? 'Matrix product by loop order and tile' : 'Matrix product by tile size',
      takeaway: told
        ? `${where(run)} “${most.name}” is fastest with ${formatPerformance(most.reading.y)}, ${formatRatio(most.reading.y / least.reading.y)} as fast as “${least.name}”.`
        : `${where(run)} the intervals tell no tile from another; “${most.name}” reaches ${formatPerformance(most.reading.y)}.`,
      notes: [`The same product throughout: ${cube[0]}.`],
      x: { label: 'Performance', unit: 'flops-per-second', scale: 'linear' },
    },
    rungs,
  );
}
