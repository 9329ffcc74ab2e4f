import { axisText } from '../axis-text.ts';
import type { Figure } from '../figure.ts';
import { compare, timesText } from './compared.ts';
import { ladderOf, type Rung } from './ladder.ts';
import { latest, rateOf, type Source } from './reading.ts';
import { listed, where } from './words.ts';

const FORMATS: readonly (readonly [kernel: string, label: string])[] = [
  ['compute/fma', 'f32'],
  ['compute/fma-f16', 'f16'],
  ['compute/dot-int8', 'int8 dot product'],
  ['compute/subgroup-matrix', 'f32 matrix unit'],
  ['compute/subgroup-matrix-f16', 'f16 matrix unit'],
];

/** Each against the first. */
function takeawayOf({ run }: Source, [first, ...others]: readonly Rung[]): string {
  if (!first) return '';
  const start = `${where(run)} ${first.name} reaches ${axisText('operations-per-second', first.y)}`;
  const told = others.flatMap((one) => {
    const { ratio, verdict } = compare(one, first);
    return verdict === 'same' ? [] : [`${one.name} ${timesText(ratio)}`];
  });
  const same = others.filter((one) => compare(one, first).verdict === 'same').map(({ name }) => name);
  const parts = [
    told.length > 0 && `${listed(told)} as much`,
    same.length > 0 && `${listed(same)} as much as ${first.name}, as far as the intervals tell`,
  ].filter((part) => part !== false);
  return `${[start, ...parts].join('; ')}.`;
}

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
      takeaway: takeawayOf(source, rungs),
      notes: ['A multiply-add is two operations. What the adapter does not offer is left out.'],
      x: { label: 'Operations a second', unit: 'operations-per-second', scale: 'linear' },
    },
    rungs,
  );
}
