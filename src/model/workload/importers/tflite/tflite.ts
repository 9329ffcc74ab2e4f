import { elementsOf } from '../../shape.ts';
import { GraphBuilder, type Value } from '../graph-builder.ts';
import { type Imported, refuse } from '../imported.ts';
import { sampleOf } from './call.ts';
import { tfliteModel } from './model.ts';
import { apply, operatorName } from './operators.ts';

const MOST_OPERATORS = 20_000;

/** TFLite: all shapes are in the file. Weights are not read; quantised ones count as what they stand for. */
export function importTflite(bytes: Uint8Array): Imported {
  const { tensors: listed, operators, inputs, description } = tfliteModel(bytes);
  const tensors = [...listed];
  if (operators.length > MOST_OPERATORS)
    refuse(
      'operators',
      `are ${operators.length.toLocaleString('en')}; at most ${MOST_OPERATORS.toLocaleString('en')} are read`,
    );
  const build = new GraphBuilder();
  const values = new Map<number, Value>();
  let first: Value | null = null;
  let indices = false;
  for (const index of inputs) {
    const tensor = tensors[index] ?? refuse('inputs', 'name a tensor that the file does not have; it is damaged');
    const sample = sampleOf(tensor.shape);
    if (sample.includes(0)) refuse(`tensors[${index}]`, 'is an input without elements; the file is damaged');
    if (first === null) {
      first = { reference: '@input', shape: [1, ...sample] };
      indices = tensor.whole;
      values.set(index, first);
    } else
      values.set(index, build.layer('further-input', tensor.name, { shape: sample }, [first], `tensors[${index}]`));
  }
  for (const [index, operator] of operators.entries()) {
    const place = `operators[${index}] ${operatorName(operator).slice(0, 40)}`;
    const [target = -1, ...others] = operator.outputs;
    const output = tensors[target] ?? refuse(place, 'gives a tensor that the file does not have; it is damaged');
    const given = operator.inputs.map((input) =>
      input < 0 ? null : (tensors[input] ?? refuse(place, 'takes a tensor that the file does not have; it is damaged')),
    );
    const data = operator.inputs.map((input) => values.get(input) ?? null);
    // Made of constants alone, as weights of 16 bits are: known before the network runs.
    if (data.every((value) => value === null)) {
      tensors[target] = { ...output, constant: true };
      continue;
    }
    const call = {
      build,
      operator,
      inputs: given,
      values: data,
      output,
      name: output.name || operatorName(operator),
      place,
    };
    const parameters = given.reduce(
      (sum, input) => sum + (input?.constant && !input.whole ? elementsOf(input.shape) : 0),
      0,
    );
    const known = data.filter((value) => value !== null);
    const sample = sampleOf(output.shape);
    if (sample.includes(0)) refuse(place, 'gives a tensor without elements; the file is damaged');
    const value =
      apply(call) ??
      build.unknown(operatorName(operator), call.name, Math.min(parameters, 2 ** 40), known, sample, place);
    if (elementsOf(value.shape) !== elementsOf(sample))
      refuse(
        place,
        `gives ${value.shape.slice(1).join(' × ')} where the file says ${output.shape.join(' × ')}; the file is damaged`,
      );
    values.set(target, build.view(value, sample, `${call.name}.view`, place));
    for (const other of others) {
      const tensor = tensors[other] ?? refuse(place, 'gives a tensor that the file does not have; it is damaged');
      values.set(other, build.unknown(operatorName(operator), tensor.name, 0, known, sampleOf(tensor.shape), place));
    }
  }
  const input =
    first === null
      ? refuse('inputs', 'are missing; the file is damaged')
      : { shape: first.shape.slice(1), ...(indices && { indices }) };
  return {
    format: 'TFLite model',
    stack: build.stack(description || 'TFLite network', input),
    warnings: build.warnings,
    opaque: build.opaque,
    dimensions: [],
  };
}
