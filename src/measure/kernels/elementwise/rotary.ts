import { flops } from '#core/units.ts';
import source from '#shaders/elementwise/rotary.wgsl?raw';
import type { Kernel, Problem } from '../kernel.ts';
import { foldGroups, sizeOf } from '../problem.ts';
import { sumTolerance } from '../rounding.ts';
import { GROUP, gridCost, pointsReference } from './flat.ts';
import { extent } from './sizes.ts';
import { denseStrides, product } from './view.ts';

/** Su 2021, section 3.2.2. */
const BASE = 10_000;

function sizesOfRotary(problem: Problem) {
  const [batch, tokens, heads] = [sizeOf(problem, 'batch'), sizeOf(problem, 'tokens'), sizeOf(problem, 'heads')];
  const half = Math.floor(sizeOf(problem, 'headDim') / 2);
  return { batch, tokens, heads, half, axes: [batch, tokens, heads, half] };
}

/**
 * Cosine and sine of each token's angles, tokens × headDim / 2 × 2: feature k of a half turns by token · base^(−2k/headDim).
 * Su 2021, eq. 34.
 */
export function rotaryTable(tokens: number, headDim: number, base = BASE): Float32Array {
  const half = headDim / 2;
  const table = new Float32Array(tokens * headDim);
  for (let token = 0; token < tokens; token++)
    for (let k = 0; k < half; k++) {
      const angle = token * base ** ((-2 * k) / headDim);
      table[2 * (token * half + k)] = Math.cos(angle);
      table[2 * (token * half + k) + 1] = Math.sin(angle);
    }
  return table;
}

const groups = (problem: Problem) => foldGroups(Math.ceil(product(sizesOfRotary(problem).axes) / GROUP));
const elements = (problem: Problem) => 2 * product(sizesOfRotary(problem).axes);
const tableElements = (problem: Problem) => sizeOf(problem, 'tokens') * sizeOf(problem, 'headDim');

/** Rotary positions of batch × tokens × heads · headDim: features k and k + headDim / 2 of a head turn together. */
export const rotary = Object.freeze<Kernel>({
  id: 'elementwise/rotary',
  family: 'elementwise',
  title: 'Rotary position',
  teaches:
    'Every pair of features turned by its own angle: six FLOP for 16 B and a table that the cache keeps, so it costs a pass over memory and nothing more.',
  source,
  entryPoint: 'main',
  sizes: [
    extent('batch', 'Batch', 1),
    extent('tokens', 'Tokens', 256),
    extent('heads', 'Heads', 16),
    { ...extent('headDim', 'Head dimension', 128, 65_536), min: 2, multipleOf: 2 },
  ],
  bindings: [
    { name: 'x', access: 'read', elements },
    {
      name: 'table',
      access: 'read',
      elements: tableElements,
      content: {
        key: (problem) => `rotary/${sizeOf(problem, 'tokens')}/${sizeOf(problem, 'headDim')}`,
        fill: (problem) => rotaryTable(sizeOf(problem, 'tokens'), sizeOf(problem, 'headDim')),
      },
    },
    { name: 'y', access: 'write', elements },
  ],
  workgroup: [256, 1, 1],
  overrides: (problem) => {
    const { tokens, heads, half } = sizesOfRotary(problem);
    return { TOKENS: tokens, HEADS: heads, HALF: half, GROUPS_X: groups(problem)[0] };
  },
  lengths: (problem) => ({
    X_LENGTH: elements(problem),
    TABLE_LENGTH: tableElements(problem) / 2,
    Y_LENGTH: elements(problem),
    PAIRS: elements(problem) / 2,
  }),
  workgroups: groups,
  cost: (problem, widths) => {
    const { half, axes } = sizesOfRotary(problem);
    const strides = denseStrides([...axes.slice(0, -1), 2 * half]);
    const halves = [
      { start: 0, strides },
      { start: half, strides },
    ];
    const table = {
      name: 'table',
      elements: tableElements(problem),
      width: 2,
      taps: [{ start: 0, strides: [0, 2 * half, 0, 2] }],
    };
    const x = { name: 'x', elements: elements(problem), taps: halves };
    return gridCost({ axes, reads: [x, table], flop: flops(3 * elements(problem)) }, halves, widths);
  },
  reference: (problem, [x, table]) => {
    const { tokens, heads, half } = sizesOfRotary(problem);
    return pointsReference(elements(problem), (index) => {
      const k = index % half;
      const second = Math.floor(index / half) % 2 === 1;
      const token = Math.floor(index / (2 * half * heads)) % tokens;
      const at = 2 * (token * half + k);
      const own = (x?.[index] ?? Number.NaN) * (table?.[at] ?? Number.NaN);
      const other = (x?.[second ? index - half : index + half] ?? Number.NaN) * (table?.[at + 1] ?? Number.NaN);
      // Two products and a sum, each rounding as much as two to nearest.
      return { value: second ? own + other : own - other, tolerance: sumTolerance(5, Math.abs(own) + Math.abs(other)) };
    });
  },
});
