import type { Rule } from './rule.ts';

/** One number that somebody printed, and how we come to it. */
export interface PublishedFigure {
  /** Unique in its table. */
  readonly id: string;
  readonly what: string;
  /** Table, equation, section or figure. */
  readonly where: string;
  /** SI base unit, or what is counted. */
  readonly unit: string;
  readonly inputs: Readonly<Record<string, number | string | boolean>>;
  /** Functions of the model that make our figure: the ones that a command or the page calls. */
  readonly by: string;
  readonly ours: () => number;
  readonly theirs: number;
  readonly rule: Rule;
  /** Where the printed figure or claim is wrong: what is right, how near ours must come to that, and why. */
  readonly slip?: { readonly right: number; readonly rule: Rule; readonly reason: string };
}

/** What one paper, documentation page or course note prints. */
export interface PublishedTable {
  readonly id: string;
  /** In a word or two. */
  readonly name: string;
  /** Authors, title, place. */
  readonly source: string;
  readonly year: number;
  readonly figures: readonly PublishedFigure[];
}
