import { seededRandom } from '#core/random.ts';
import type { Problem } from '../kernel.ts';
import { sizeOf } from '../problem.ts';

/** Bytes of a line: what GPUs and processors fetch at least, and at most, in most of their caches. */
export const LINE = 64;
/** 32-bit elements of a line; the first holds the address of the next line's first. */
const LINE_ELEMENTS = LINE / 4;

let latest: Uint32Array | null = null;

/**
 * The lines 0 … lines − 1 in the order in which the cycle visits them: a shuffle, which makes every cycle through all lines
 * equally likely (Fisher & Yates, inside out). The same lines give the same order, so that where a walk ends is known without
 * walking. The latest order is kept: filling and checking ask for the same.
 */
export function cycleOrder(lines: number): Uint32Array {
  if (latest?.length === lines) return latest;
  const order = new Uint32Array(lines);
  const random = seededRandom(lines);
  for (let line = 0; line < lines; line++) {
    const place = random.integer(line + 1);
    order[line] = order[place] ?? 0;
    order[place] = line;
  }
  latest = order;
  return order;
}

/** A buffer of `lines` lines: the first element of each is the address, in elements, of the first element of the next. */
export function cycleContent(lines: number): Uint32Array<ArrayBuffer> {
  const order = cycleOrder(lines);
  // Scattered into a small array first, then spread in order: scattering into the large one costs half as much again.
  const next = new Uint32Array(lines);
  let from = order[lines - 1] ?? 0;
  for (const line of order) {
    next[from] = line * LINE_ELEMENTS;
    from = line;
  }
  const content = new Uint32Array(lines * LINE_ELEMENTS);
  for (let line = 0; line < lines; line++) content[line * LINE_ELEMENTS] = next[line] ?? 0;
  return content;
}

/** Address, in elements, of the line where a walk starts, and the number of the line where it ends after `times` times `hops`. */
export function cycleWalk(lines: number, hops: number, times = 1): { readonly first: number; readonly last: number } {
  const order = cycleOrder(lines);
  // Remainders first: the product of the whole numbers need not be exact.
  const at = ((hops % lines) * (times % lines)) % lines;
  return { first: (order[0] ?? 0) * LINE_ELEMENTS, last: order[at] ?? 0 };
}

/** Walks of `hops` that go through every line of `bytes` together. */
export const cycleRound = (problem: Problem): number =>
  Math.ceil(sizeOf(problem, 'bytes') / LINE / sizeOf(problem, 'hops'));
