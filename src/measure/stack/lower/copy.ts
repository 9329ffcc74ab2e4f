import type { CopyOp } from '#model/workload/op.ts';
import type { CopyFunction } from '#model/workload/op-function.ts';
import { elementsOf } from '#model/workload/shape.ts';
import { concat } from '../../kernels/elementwise/concat.ts';
import { stridedCopy } from '../../kernels/elementwise/copy.ts';
import { denseStrides, viewProblem } from '../../kernels/elementwise/problems.ts';
import type { Refusal, Site } from './site.ts';

type Named<N extends CopyFunction['name']> = Extract<CopyFunction, { readonly name: N }>;

const TOO_MANY_AXES = 'No kernel here copies so many axes.';

/** Part of an axis becomes a tensor. */
function lowerPart({ axis, input }: Named<'slice' | 'split'>, start: number, length: number, y: string, site: Site) {
  const strides = denseStrides(input);
  const offset = start * (strides[axis] ?? 1);
  const problem = viewProblem(input.with(axis, length), strides, offset, elementsOf(input));
  return problem === null ? TOO_MANY_AXES : site.step([stridedCopy], problem, site.inputs, y);
}

function lowerSplit(moves: Named<'split'>, site: Site): Refusal {
  let start = 0;
  for (const [index, length] of moves.sections.entries()) {
    const refusal = lowerPart(moves, start, length, site.outputs[index] ?? '', site);
    if (refusal !== null) return refusal;
    start += length;
  }
  return null;
}

function lowerTranspose({ order, input }: Named<'transpose'>, site: Site): Refusal {
  const strides = denseStrides(input);
  const turned = (values: readonly number[]) => order.map((axis) => values[axis] ?? 1);
  const problem = viewProblem(turned(input), turned(strides), 0, elementsOf(input));
  return problem === null ? TOO_MANY_AXES : site.step([stridedCopy], problem, site.inputs, site.outputs[0] ?? '');
}

/** Two at a time. Rows are what stands before the axis; a tensor with fewer of them, for a batch of 1, is repeated. */
function lowerConcat({ axis, inputs }: Named<'concat'>, site: Site): Refusal {
  const rows = (index: number) => elementsOf((inputs[index] ?? []).slice(0, axis));
  const width = (index: number) => elementsOf((inputs[index] ?? []).slice(axis));
  let [joined = ''] = site.inputs;
  let [firstOuter, firstInner] = [rows(0), width(0)];
  for (let index = 1; index < inputs.length; index++) {
    const [secondOuter, secondInner] = [rows(index), width(index)];
    const outer = Math.max(firstOuter, secondOuter);
    const last = index === inputs.length - 1;
    const elements = outer * (firstInner + secondInner);
    const writes = last ? (site.outputs[0] ?? '') : site.between(`first ${index + 1}`, elements);
    const problem = { outer, firstOuter, firstInner, secondOuter, secondInner };
    const refusal = site.step([concat], problem, [joined, site.inputs[index] ?? ''], writes);
    if (refusal !== null) return refusal;
    [joined, firstOuter, firstInner] = [writes, outer, firstInner + secondInner];
  }
  return null;
}

export function lowerCopy({ moves }: CopyOp, site: Site): Refusal {
  switch (moves?.name) {
    case 'slice':
      return lowerPart(moves, moves.start, moves.length, site.outputs[0] ?? '', site);
    case 'split':
      return lowerSplit(moves, site);
    case 'transpose':
      return lowerTranspose(moves, site);
    case 'concat':
      return lowerConcat(moves, site);
    default:
      return 'Its kind does not say what it moves.';
  }
}
