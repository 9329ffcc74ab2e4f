import type { Op } from '#model/workload/op.ts';
import type { ActivationFunction, MapFunction } from '#model/workload/op-function.ts';
import type { Node } from '../unroll.ts';

/** What a kernel does to its result before it writes it, and the layers that are thereby done. */
export interface Epilogue {
  readonly norm: Node | null;
  readonly activation: ActivationFunction | null;
  readonly nodes: readonly Node[];
}
export const NO_EPILOGUE: Epilogue = { norm: null, activation: null, nodes: [] };

/** Elements of one channel that stand together in the output of an op that takes scale and shift by channel; null for others. */
function channelsOf(op: Op): { readonly channels: number; readonly inner: number } | null {
  if (op.op === 'convolution') return { channels: op.outChannels, inner: op.outHeight * op.outWidth };
  if (op.op === 'matmul' && op.right === 'weight') return { channels: op.n, inner: 1 };
  return null;
}

/** Whether the op's kernels can end in an activation. */
const endsInActivation = (op: Op): boolean =>
  channelsOf(op) !== null || (op.op === 'map' && op.computes !== undefined && ENDING.has(op.computes.name));
const ENDING: ReadonlySet<string> = new Set(['add', 'multiply', 'batch-norm']);

const onlyOp = ({ layer }: Node): Op | undefined => (layer.ops.length === 1 ? layer.ops[0] : undefined);

/** Who reads what each node makes. */
export type Readers = ReadonlyMap<Node, readonly Node[]>;

export function readersOf(nodes: readonly Node[]): Readers {
  const readers = new Map<Node, Node[]>();
  for (const node of nodes)
    for (const { node: source } of node.inputs) {
      if (source === null) continue;
      const known = readers.get(source);
      if (known) known.push(node);
      else readers.set(source, [node]);
    }
  return readers;
}

/** The one layer that reads a node's result, in the same occurrence of the same group, whose result nobody else needs. */
function onlyReader(node: Node, readers: Readers): Node | null {
  const [reader, ...others] = readers.get(node) ?? [];
  if (!reader || others.length > 0 || node.layer.outputs.length > 1) return null;
  return reader.layer.group === node.layer.group && reader.occurrence === node.occurrence ? reader : null;
}

/** A map that alone reads a node, and what it computes. */
function onlyMap(node: Node, readers: Readers): { readonly node: Node; readonly computes: MapFunction } | null {
  const reader = onlyReader(node, readers);
  const op = reader && onlyOp(reader);
  return reader && op?.op === 'map' && op.computes ? { node: reader, computes: op.computes } : null;
}

/** A batch norm over the channels of a node's output. */
function normAfter(node: Node, op: Op, readers: Readers): Node | null {
  const output = channelsOf(op);
  const next = onlyMap(node, readers);
  if (output === null || next?.computes.name !== 'batch-norm') return null;
  const { channels, inner } = next.computes;
  return channels === output.channels && inner === output.inner ? next.node : null;
}

/**
 * A batch norm that follows a product or a convolution, and an activation that follows either of them or an elementwise op, as
 * far as nobody else reads what is between.
 */
export function epilogueOf(node: Node, readers: Readers): Epilogue {
  const op = onlyOp(node);
  if (op === undefined || !endsInActivation(op)) return NO_EPILOGUE;
  const norm = normAfter(node, op, readers);
  const last = onlyMap(norm ?? node, readers);
  const before = norm ? [norm] : [];
  return last?.computes.name === 'activation'
    ? { norm, activation: last.computes.function, nodes: [...before, last.node] }
    : { norm, activation: null, nodes: before };
}
