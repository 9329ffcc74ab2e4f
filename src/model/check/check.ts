import type { PublishedFigure, PublishedTable } from './figure.ts';
import { keeps, ruleText, SAME } from './rule.ts';
import { publishedTables } from './tables.ts';

/**
 * `expected slip`: the source is wrong, ours is what is right, and `reason` says why. `mismatch`: ours is not what it should be.
 */
export type Verdict = 'match' | 'expected slip' | 'mismatch';

/** A published figure beside ours; figures in SI base units. */
export interface CheckRow {
  readonly id: string;
  /** Of the source, in a word or two. */
  readonly name: string;
  readonly source: string;
  readonly year: number;
  readonly where: string;
  readonly what: string;
  readonly inputs: PublishedFigure['inputs'];
  readonly by: string;
  readonly unit: string;
  /** null where our functions found a fault: `reason` has it. */
  readonly ours: number | null;
  readonly theirs: number;
  readonly rule: string;
  /** Ours over theirs, less 1; 0 where doubles cannot tell them apart, null where there is none. */
  readonly difference: number | null;
  readonly verdict: Verdict;
  /** Of a slip, what is right; else null. */
  readonly right: number | null;
  readonly reason: string | null;
}

function verdictOf({ theirs, rule, slip }: PublishedFigure, ours: number): Verdict {
  if (!slip) return keeps(rule, ours, theirs) ? 'match' : 'mismatch';
  return keeps(slip.rule, ours, slip.right) && !keeps(rule, ours, theirs) ? 'expected slip' : 'mismatch';
}

const differenceOf = (difference: number): number => (Math.abs(difference) <= SAME ? 0 : difference);

function rowOf(table: PublishedTable, figure: PublishedFigure): CheckRow {
  const { id, where, what, inputs, by, unit, theirs, rule, slip } = figure;
  let ours: number | null = null;
  let fault: string | null = null;
  // A fault of a function of ours is a row that does not match; the other rows are still worth reading.
  try {
    const value = figure.ours();
    if (Number.isFinite(value)) ours = value;
    else fault = `ours is ${value}`;
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  return {
    id: `${table.id}/${id}`,
    name: table.name,
    source: table.source,
    year: table.year,
    where,
    what,
    inputs,
    by,
    unit,
    ours,
    theirs,
    rule: ruleText(rule),
    difference: ours === null || theirs === 0 ? null : differenceOf(ours / theirs - 1),
    verdict: ours === null ? 'mismatch' : verdictOf(figure, ours),
    right: slip?.right ?? null,
    reason: fault ?? slip?.reason ?? null,
  };
}

/** Every published figure, computed now. Some milliseconds. */
export const checkRows = (tables: readonly PublishedTable[] = publishedTables): readonly CheckRow[] =>
  tables.flatMap((table) => table.figures.map((figure) => rowOf(table, figure)));

export interface CheckCounts {
  readonly match: number;
  readonly slip: number;
  readonly mismatch: number;
}
export function checkCounts(rows: readonly CheckRow[]): CheckCounts {
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  return { match: count('match'), slip: count('expected slip'), mismatch: count('mismatch') };
}
