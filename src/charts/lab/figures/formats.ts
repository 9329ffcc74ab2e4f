import type { Figure } from '../figure.ts';
import { againstFirst } from './against-first.ts';
import { ladderOf, type Rung } from './ladder.ts';
import { latest, rateOf, type Source } from './reading.ts';

const FORMATS: readonly (readonly [kernel: string, label: string])[] = [
  ['compute/fma', 'f32'],
  ['compute/fma-f16', 'f16'],
  ['compute/dot-int8', 'int8 dot product'],
  ['compute/subgroup-matrix', 'f32 matrix unit'],
  ['compute/subgroup-matrix-f16', 'f16 matrix unit'],
];

export function formats(source: Source): Figure | null {
  const rungs = FORMATS.flatMap(([kernel, label]): readonly Rung[] => {
    const one = latest(source, kernel);
    const name = source.run.engine === 'cpu' ? 'float64 on one thread' : label;
    return one && one.cost.flop > 0 ? [{ name, ...rateOf(one, one.cost.flop) }] : [];
  });
  if (rungs.length === 0) return null;
  return ladderOf(
    source,
    {
      id: 'formats',
      experiment: 'compute',
      title: 'Arithmetic by number format',
      takeaway: againstFirst(source.run, rungs),
      notes: ['A multiply-add is two operations. What the adapter does not offer is left out.'],
      x: { label: 'Operations a second', unit: 'operations-per-second', scale: 'linear' },
    },
    rungs,
  );
}
