import { bytes, flops } from '#core/units.ts';
import type { KernelCost } from '#model/analysis/kernel-cost.ts';
import flatSource from '#shaders/elementwise/parts/flat.wgsl?raw';
import { type Tap, unitsOf } from '../access/grid.ts';
import { ELEMENT, Tally } from '../access/tally.ts';
import { ACTIVATION_WGSL } from '../activations.ts';
import type { AccessWidths, Binding, Kernel, Problem, Reference } from '../kernel.ts';
import { type Point, pointwise } from '../pointwise.ts';
import { foldGroups } from '../problem.ts';
import { denseStrides, product } from './view.ts';

const INVOCATIONS = 256;
/** Outputs that a workgroup makes: four an invocation. */
export const GROUP = 4 * INVOCATIONS;
const ROW = 1024;
/** Outputs above which only sampled rows are checked: a processor takes up to 100 ns for each. */
const MOST_WHOLE = 2 ** 20;

/** A read buffer and how the grid of outputs reads it. */
export interface Operand {
  readonly name: string;
  readonly elements: number;
  /** The outputs' grid where its axes are cut otherwise for this operand. */
  readonly axes?: readonly number[];
  /** One for each load that an output makes. */
  readonly taps: readonly Tap[];
  /** f32 elements of one load; 1 where left out. */
  readonly width?: number;
  /** Distinct elements that are read, where they are not all of them. */
  readonly distinct?: number;
}

/** How a problem lies in memory: a grid of outputs and what each of them reads. */
export interface FlatLayout {
  /** Extents of the output, the outermost first. */
  readonly axes: readonly number[];
  readonly reads: readonly Operand[];
  readonly flop: number;
}

export interface FlatVariant extends Pick<Kernel, 'id' | 'title' | 'teaches' | 'source' | 'sizes' | 'misfit'> {
  readonly layout: (problem: Problem) => FlatLayout;
  /** Names of the read buffers, and what the engine puts into them where it is not random. */
  readonly reads: readonly Pick<Binding, 'name' | 'content'>[];
  readonly constants: (problem: Problem) => Readonly<Record<string, number>>;
  /** Whether the program ends with an activation. */
  readonly activated?: true;
  /** What belongs at an index of the output. */
  readonly point: (problem: Problem, inputs: readonly Float32Array[]) => (index: number) => Point;
}

/** Cost of a grid whose points each read `reads` and write what `writes` says, exact for any shape. */
export function gridCost({ axes, reads, flop }: FlatLayout, writes: readonly Tap[], widths: AccessWidths): KernelCost {
  const outputs: Operand = { name: 'y', elements: product(axes) * writes.length, taps: writes };
  const tally = new Tally(widths);
  let [tiled, compulsory] = [0, 0];
  for (const { elements, axes: sizes = axes, taps, width = 1, distinct = elements } of [...reads, outputs]) {
    for (const tap of taps)
      tally.addGrid({ sizes, taps: [tap], width, run: Math.min(widths.subgroupWidth, INVOCATIONS) });
    tiled += unitsOf({ sizes, taps, width, run: GROUP, unit: 1 });
    compulsory += distinct;
  }
  return tally.cost({ flop: flops(flop), tiled: bytes(ELEMENT * tiled), compulsory: bytes(ELEMENT * compulsory) });
}

/** Truth by elements, all of them where they are not too many. */
export function pointsReference(length: number, at: (index: number) => Point): Reference {
  const { checkWhole, ...rows } = pointwise(length, ROW, at);
  return { ...rows, ...(length <= MOST_WHOLE && checkWhole && { checkWhole }) };
}

/** A kernel whose program makes each element of y, dense, by itself: the WGSL gives `value`, `flat.wgsl` the rest. */
export function flatKernel(variant: FlatVariant): Kernel {
  const { id, title, teaches, source, sizes, layout, reads, constants, activated, point, misfit } = variant;
  const outputs = (problem: Problem) => product(layout(problem).axes);
  const groups = (problem: Problem) => foldGroups(Math.ceil(outputs(problem) / GROUP));
  return Object.freeze<Kernel>({
    id,
    family: 'elementwise',
    title,
    teaches,
    source: source + flatSource + (activated ? ACTIVATION_WGSL : ''),
    entryPoint: 'main',
    sizes,
    ...(misfit && { misfit }),
    bindings: [
      ...reads.map(
        (read, index): Binding => ({
          ...read,
          access: 'read',
          elements: (problem) => layout(problem).reads[index]?.elements ?? Number.NaN,
        }),
      ),
      { name: 'y', access: 'write', elements: outputs },
    ],
    workgroup: [INVOCATIONS, 1, 1],
    overrides: (problem) => ({ ...constants(problem), GROUPS_X: groups(problem)[0] }),
    lengths: (problem) => ({
      ...Object.fromEntries(
        layout(problem).reads.map(({ name, elements }) => [`${name.toUpperCase()}_LENGTH`, elements]),
      ),
      Y_LENGTH: outputs(problem),
    }),
    workgroups: groups,
    cost: (problem, widths) => {
      const plan = layout(problem);
      return gridCost(plan, [{ start: 0, strides: denseStrides(plan.axes) }], widths);
    },
    reference: (problem, inputs) => pointsReference(outputs(problem), point(problem, inputs)),
  });
}
