import { formatNumber, formatPercent, formatSeconds } from '#core/format.ts';

const MINUTE = 60;

/** An expected time, for a person who decides whether to wait: `about 20 s`, `about 3 min`. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 1.5 * MINUTE) return `about ${formatSeconds(Math.round(seconds))}`;
  return `about ${formatNumber(Math.round(seconds / MINUTE))}\u00a0min`;
}

const SURENESS: readonly (readonly [least: number, words: string])[] = [
  [0.99, 'almost certain'],
  [0.95, 'very likely'],
  [0.8, 'likely'],
  [0.5, 'more likely than not'],
  [0, 'doubtful'],
];

/** How sure a discovery is, in words and per cent. Nothing that is estimated is certain. */
export function confidenceWords(confidence: number): string {
  const words = SURENESS.find(([least]) => confidence >= least)?.[1] ?? 'doubtful';
  return `${words}, ${confidence > 0.99 ? `over ${formatPercent(0.99)}` : formatPercent(confidence)}`;
}
