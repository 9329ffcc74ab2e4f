import { formatShape } from '#core/format.ts';
import { err, ok, type Result } from '#core/result.ts';
import { completeFields } from './fields.ts';
import type { FieldValues, Layer, LayerKind, ResolvedLayer, Shape, WeightTensor } from './layer.ts';
import { opFlop, opMacs } from './op-cost.ts';
import { layerKind, layerKinds } from './registry.ts';
import { lookUp, type Reference, type Scope } from './scope.ts';
import { elementsOf, sameShape } from './shape.ts';

export const MAX_EXTENT = 2 ** 31;
const MAX_ELEMENTS = 2 ** 53;

/** Why a shape cannot be counted with whole numbers; `null` where it can. */
export function shapeTooLarge(shape: Shape): string | null {
  for (const extent of shape)
    if (!Number.isSafeInteger(extent) || extent < 1 || extent > MAX_EXTENT)
      return `${formatShape(shape)} has an extent outside 1 to 2³¹; make it smaller`;
  return elementsOf(shape) > MAX_ELEMENTS ? `${formatShape(shape)} has more than 2⁵³ elements; make it smaller` : null;
}

function tooLarge(outputs: readonly Shape[], weights: readonly WeightTensor[]): string | null {
  for (const shape of outputs) {
    const fault = shapeTooLarge(shape);
    if (fault !== null) return `its output ${fault}`;
  }
  for (const { name, shape } of weights) {
    const fault = shapeTooLarge(shape);
    if (fault !== null) return `its ${name} ${fault}`;
  }
  return null;
}

/** What is wrong with a layer: a sentence without its name, and the part of it, such as `fields.kernel`. */
export interface LayerFault {
  readonly part: string;
  readonly message: string;
}
const fault = (part: string, message: string) => err<LayerFault>({ part, message });

/** What a person changes where shapes do not fit: the inputs of a kind that takes several, else its fields. */
function shapePart(kind: LayerKind): string {
  if (kind.inputs.max > 1) return 'inputs';
  return kind.fields.length > 0 ? 'fields' : '';
}

function inputsOf(layer: Layer, kind: LayerKind, scope: Scope): Result<readonly Reference[], string> {
  const { min, max } = kind.inputs;
  const names = layer.inputs;
  const given = names?.length ?? Math.min(1, max);
  if (given < min || given > max) {
    const wanted = min === max ? `${min}` : `${min} to ${max}`;
    return err(
      `takes ${wanted} ${wanted === '1' ? 'input' : 'inputs'} and has ${given}; name ${given < min ? 'more' : 'fewer'} of them`,
    );
  }
  if (names === undefined) {
    const [shape = []] = scope.previous.outputs;
    return ok(given === 0 ? [] : [{ producer: scope.previous, shape }]);
  }
  const references: Reference[] = [];
  for (const name of names) {
    const reference = lookUp(scope, name);
    if (!reference.ok) return reference;
    references.push(reference.value);
  }
  return ok(references);
}

/** A tied weight must be an earlier layer's own weight of the same shape. */
function tieFault(
  kind: LayerKind,
  fields: FieldValues,
  weights: readonly WeightTensor[],
  scope: Scope,
): LayerFault | null {
  const about = (key: string, message: string) => ({ part: `fields.${key}`, message: `${key}: ${message}` });
  for (const { key, type } of kind.fields) {
    const name = fields[key];
    if (type !== 'layer' || typeof name !== 'string' || name === '') continue;
    const owner = lookUp(scope, name);
    if (!owner.ok) return about(key, owner.error);
    for (const weight of weights) {
      if (!weight.tied) continue;
      const owned = owner.value.producer.weights.filter((other) => !other.tied);
      if (owned.some((other) => sameShape(other.shape, weight.shape))) continue;
      const shapes = owned.map((other) => formatShape(other.shape)).join(', ');
      const has = shapes === '' ? 'has no weights of its own' : `has ${shapes}`;
      const mend = 'tie it to a layer with the same shape';
      return about(key, `its weight is ${formatShape(weight.shape)} and "${name}" ${has}; ${mend}`);
    }
  }
  return null;
}

/** One layer with its shapes, weights and work. */
export function resolveLayer(layer: Layer, scope: Scope, times: number): Result<ResolvedLayer, LayerFault> {
  const kind = layerKind(layer.kind);
  if (kind === undefined) {
    const known = layerKinds.map((each) => each.kind).join(', ');
    return fault('kind', `has the kind "${layer.kind.slice(0, 40)}", which is unknown; choose ${known} or repeat`);
  }
  const complete = completeFields(kind, layer.fields);
  if (!complete.ok) {
    const { field, message } = complete.error;
    return fault(`fields.${field}`, `${field} ${message}`);
  }
  const fields = complete.value;
  const references = inputsOf(layer, kind, scope);
  if (!references.ok) return fault('inputs', references.error);
  const inputs = references.value.map((reference) => reference.shape);
  const inferred = kind.infer(fields, inputs);
  if (!inferred.ok) return fault(shapePart(kind), inferred.error.message);
  const outputs = inferred.value;
  const weights = kind.weights(fields, inputs);
  const size = tooLarge(outputs, weights);
  if (size !== null) return fault(shapePart(kind), size);
  const tie = tieFault(kind, fields, weights, scope);
  if (tie !== null) return err(tie);

  let parameters = 0;
  let stored = 0;
  let weightElements = 0;
  for (const weight of weights) {
    const elements = elementsOf(weight.shape);
    weightElements += elements;
    if (weight.tied) continue;
    stored += elements;
    if (weight.trainable) parameters += elements;
  }
  const ops = kind.ops(fields, inputs, outputs);
  let macs = 0;
  let flop = 0;
  for (const op of ops) {
    macs += opMacs(op);
    flop += opFlop(op);
  }
  const group = scope.group?.name;
  const resolved: ResolvedLayer = {
    layer,
    path: group === undefined ? layer.name : `${group}/${layer.name}`,
    times,
    producers: references.value.map((reference) => reference.producer.path),
    inputs,
    outputs,
    weights,
    ops,
    parameters,
    stored,
    macs,
    flop,
    inputElements: totalElements(inputs),
    outputElements: totalElements(outputs),
    weightElements,
    stateElements: kind.stateElements?.(fields, inputs) ?? 0,
  };
  // A spread inside the literal above costs more than all the rest of this function.
  return ok(group === undefined ? resolved : { ...resolved, group });
}

function totalElements(shapes: readonly Shape[]): number {
  let elements = 0;
  for (const shape of shapes) elements += elementsOf(shape);
  return elements;
}
