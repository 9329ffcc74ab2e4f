import type { Shape } from '#model/workload/layer.ts';
import type { MapOp } from '#model/workload/op.ts';
import type { MapFunction } from '#model/workload/op-function.ts';
import { broadcast, elementsOf } from '#model/workload/shape.ts';
import { activationCode } from '../../kernels/activations.ts';
import { activation } from '../../kernels/elementwise/activation.ts';
import { add, multiply } from '../../kernels/elementwise/broadcast.ts';
import { broadcastProblem } from '../../kernels/elementwise/problems.ts';
import { rotary, rotaryTable } from '../../kernels/elementwise/rotary.ts';
import { scaleShift } from '../../kernels/elementwise/scale-shift.ts';
import { scaleAndShift } from '../contents.ts';
import type { Refusal, Site } from './site.ts';

type Named<N extends MapFunction['name']> = Extract<MapFunction, { readonly name: N }>;

/** Two operands at a time; the activation follows the last. */
function lowerElementwise({ name, operands }: Named<'add' | 'multiply'>, site: Site): Refusal {
  const [first = []] = operands;
  let shape: Shape = first;
  let [left = ''] = site.inputs;
  for (let index = 1; index < operands.length; index++) {
    const other = operands[index] ?? [];
    const joined = broadcast(shape, other) ?? shape;
    const last = index === operands.length - 1;
    const problem = broadcastProblem(joined, shape, other, last ? site.activation : 0);
    if (problem === null) return 'No kernel here broadcasts so many axes.';
    const [y = ''] = site.outputs;
    const writes = last ? y : site.between(`first ${index + 1}`, elementsOf(joined));
    const refusal = site.step([name === 'add' ? add : multiply], problem, [left, site.inputs[index] ?? ''], writes);
    if (refusal !== null) return refusal;
    left = writes;
    shape = joined;
  }
  return null;
}

function lowerBatchNorm({ channels, inner }: Named<'batch-norm'>, elements: number, site: Site): Refusal {
  const { scale, shift } = scaleAndShift({ channels, bias: null, norm: site.norm(site.node) });
  const [x = ''] = site.inputs;
  const [y = ''] = site.outputs;
  const problem = { batch: elements / (channels * inner), channels, inner, activation: site.activation };
  return site.step([scaleShift], problem, [x, site.given(scale, channels), site.given(shift, channels)], y);
}

function lowerRotary({ tokens, width, headDim, base }: Named<'rotary'>, elements: number, site: Site): Refusal {
  const problem = { batch: elements / (tokens * width), tokens, heads: width / headDim, headDim };
  const angles = {
    key: `angles of ${tokens} tokens · ${headDim} · ${base}`,
    fill: () => rotaryTable(tokens, headDim, base),
  };
  const [x = ''] = site.inputs;
  const [y = ''] = site.outputs;
  return site.step([rotary], problem, [x, site.given(angles, tokens * headDim)], y);
}

export function lowerMap({ computes, elements }: MapOp, site: Site): Refusal {
  switch (computes?.name) {
    case 'activation': {
      const problem = { elements, activation: activationCode(computes.function) };
      return site.step([activation], problem, site.inputs, site.outputs[0] ?? '');
    }
    case 'add':
    case 'multiply':
      return lowerElementwise(computes, site);
    case 'batch-norm':
      return lowerBatchNorm(computes, elements, site);
    case 'rotary':
      return lowerRotary(computes, elements, site);
    default:
      return 'Its kind does not say what it computes.';
  }
}
