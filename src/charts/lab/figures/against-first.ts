import type { Run } from '#measure/record/record.ts';
import { axisText } from '../axis-text.ts';
import { compare, timesText } from './compared.ts';
import type { Rung } from './ladder.ts';
import { listed, where } from './words.ts';

/** Operations a second, each against the first. */
export function againstFirst(run: Run, [first, ...others]: readonly Rung[]): string {
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
