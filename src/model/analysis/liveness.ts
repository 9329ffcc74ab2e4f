import { type Bytes, bytes } from '#core/units.ts';
import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';
import { formatBytesOf, type NumberFormat } from '../workload/number-format.ts';
import { innerElements } from './op-traffic.ts';

/** Bytes of one token id. */
const INDEX_BYTES = 4;

/**
 * An activation and the steps at which it is alive: made by layer `start` (−1: the stack's input), last read by `end`.
 */
export interface LiveTensor {
  readonly name: string;
  readonly size: Bytes;
  readonly start: number;
  end: number;
}

/** What liveness looks at in a layer, and in a stack. */
export type FlowLayer = Pick<
  ResolvedLayer,
  'layer' | 'path' | 'group' | 'times' | 'producers' | 'ops' | 'outputElements'
>;
export interface FlowStack extends Pick<ResolvedStack, 'stack' | 'batch'> {
  readonly layers: readonly FlowLayer[];
}

export interface Liveness {
  /** Activations in the order in which they are made; scores inside a layer too, alive only while it runs. */
  readonly tensors: readonly LiveTensor[];
  /**
   * Of each layer: the activations that it reads, in the order of its producers. Weights used as an input have none.
   */
  readonly inputs: readonly (readonly (LiveTensor | undefined)[])[];
  /** Of each layer: the activation that it makes; a view has its input's. */
  readonly outputs: readonly (LiveTensor | undefined)[];
  /** Of each layer: what lives only while it runs, such as attention scores. */
  readonly inner: readonly (LiveTensor | undefined)[];
  /** Bytes alive while each layer runs: its inputs, its outputs, and what later layers still need. */
  readonly during: readonly Bytes[];
  /** Bytes alive after each layer, before the next one starts. */
  readonly after: readonly Bytes[];
  readonly peak: Bytes;
}

const elementsOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

/** A name that a layer in a group uses for something outside it, which then must last through all occurrences. */
function outlivesOccurrence(layer: FlowLayer, producer: number): boolean {
  const name = layer.layer.inputs?.[producer];
  return name !== undefined && name !== '@block';
}

/**
 * Which activations are alive when, in the stack's order. A repeat group runs once here: its later occurrences look the
 * same, and what its layers read from outside the group by name lives until the group ends. A layer without ops is a
 * view of its input; any other makes a tensor of its own (nothing is done in place). The stack's result lives to the
 * end.
 */
export function livenessOf({ stack, batch, layers }: FlowStack, format: NumberFormat): Liveness {
  const tensors: LiveTensor[] = [];
  const make = (name: string, size: Bytes, start: number, end = start): LiveTensor => {
    const tensor = { name, size, start, end };
    tensors.push(tensor);
    return tensor;
  };
  const inputElements = batch * elementsOf(stack.input.shape);
  const inputSize = stack.input.indices ? bytes(inputElements * INDEX_BYTES) : formatBytesOf(inputElements, format);
  const byPath = new Map<string, LiveTensor | undefined>([['@input', make('@input', inputSize, -1)]]);

  const groupEnds = new Map<string, number>();
  layers.forEach(({ group }, index) => {
    if (group !== undefined) groupEnds.set(group, index);
  });
  const groupStarts = new Map<string, number>();

  const inputs: (LiveTensor | undefined)[][] = [];
  const outputs: (LiveTensor | undefined)[] = [];
  const inner: (LiveTensor | undefined)[] = [];
  layers.forEach((layer, index) => {
    const { group, times } = layer;
    if (group !== undefined && !groupStarts.has(group)) groupStarts.set(group, index);
    const groupStart = group === undefined ? index : (groupStarts.get(group) ?? index);
    const read = layer.producers.map((path, producer) => {
      const tensor = byPath.get(path);
      if (tensor === undefined) return tensor;
      const outside = times > 1 && tensor.start < groupStart && outlivesOccurrence(layer, producer);
      const until = outside && group !== undefined ? (groupEnds.get(group) ?? index) : index;
      tensor.end = Math.max(tensor.end, until);
      return tensor;
    });
    inputs.push(read);
    const view = layer.ops.length === 0;
    const made = view ? read[0] : make(layer.path, formatBytesOf(layer.outputElements, format), index);
    outputs.push(made);
    byPath.set(layer.path, made);
    let scores = 0;
    for (const op of layer.ops) scores += innerElements(op);
    inner.push(scores > 0 ? make(`${layer.path} (scores)`, formatBytesOf(scores, format), index) : undefined);
  });
  const result = outputs.at(-1);
  if (result !== undefined) result.end = layers.length;

  // Differences at the steps where a tensor is made or dies, then running sums.
  const during = new Float64Array(layers.length + 2);
  for (const { size, start, end } of tensors) {
    const first = Math.max(0, start);
    during[first] = (during[first] ?? 0) + size;
    during[end + 1] = (during[end + 1] ?? 0) - size;
  }
  const after = new Float64Array(layers.length + 1);
  for (const { size, start, end } of tensors) {
    if (end <= start) continue;
    const first = Math.max(0, start);
    after[first] = (after[first] ?? 0) + size;
    after[end] = (after[end] ?? 0) - size;
  }
  let running = 0;
  let remaining = 0;
  const duringBytes: Bytes[] = [];
  const afterBytes: Bytes[] = [];
  for (let index = 0; index < layers.length; index++) {
    running += during[index] ?? 0;
    remaining += after[index] ?? 0;
    duringBytes.push(bytes(running));
    afterBytes.push(bytes(remaining));
  }
  return {
    tensors,
    inputs,
    outputs,
    inner,
    during: duringBytes,
    after: afterBytes,
    peak: bytes(Math.max(0, ...duringBytes)),
  };
}
