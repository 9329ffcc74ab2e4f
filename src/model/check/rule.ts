import { formatPercent } from '#core/format.ts';

/** How near a figure of ours must come to a published one. Published figures are in SI base units, as ours are. */
export type Rule =
  | { readonly kind: 'exact' }
  /** Equal once ours is rounded to the significant digits that were printed. */
  | { readonly kind: 'digits'; readonly digits: number }
  /** Within a fraction of the published figure, where it was measured or is "about". */
  | { readonly kind: 'within'; readonly fraction: number };

export const EXACT: Rule = { kind: 'exact' };
export const digits = (count: number): Rule => ({ kind: 'digits', digits: count });
export const within = (fraction: number): Rule => ({ kind: 'within', fraction });

/** Doubles that stand for the same number may differ in their last bits; whole numbers below 2^48 may not. */
export const SAME = 2 ** -48;

export function keeps(rule: Rule, ours: number, theirs: number): boolean {
  if (!Number.isFinite(ours)) return false;
  switch (rule.kind) {
    case 'exact':
      return Math.abs(ours - theirs) <= SAME * Math.abs(theirs);
    case 'digits':
      return keeps(EXACT, Number(ours.toPrecision(rule.digits)), theirs);
    case 'within':
      return Math.abs(ours - theirs) <= rule.fraction * Math.abs(theirs);
  }
}

export function ruleText(rule: Rule): string {
  if (rule.kind === 'exact') return 'exact';
  if (rule.kind === 'digits') return `rounded to ${rule.digits} digit${rule.digits === 1 ? '' : 's'}`;
  return `within ${formatPercent(rule.fraction, 2).replaceAll('\u00a0', ' ')}`;
}
