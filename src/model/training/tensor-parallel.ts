import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';
import type { Op } from '../workload/op.ts';

/**
 * What a layer does when tensors are spread over devices (Shoeybi 2019): a `column` linear gives each device a part of the features, a `row` linear
 * sums what the devices made of their parts, a `gathered` one splits its features and collects them again, an embedding splits
 * its vocabulary, and what lies between column and row works on its `part`. Everything else is done `whole` by every device.
 */
export type Role = 'column' | 'row' | 'gathered' | 'vocabulary' | 'part' | 'whole';

const isLinear = ({ ops }: ResolvedLayer): boolean => ops.some((op) => op.op === 'matmul' && op.right === 'weight');
const isEmbedding = ({ ops }: ResolvedLayer): boolean => ops.some(({ op }) => op === 'gather');

/** Ops that work on each head or each feature alone, so that a part of them can be done by itself. */
function carries(op: Op): boolean {
  switch (op.op) {
    case 'attention':
    case 'copy':
      return true;
    case 'matmul':
      return op.right === 'activation';
    case 'map':
      return op.computes?.name !== 'add' && op.weightElements === 0;
    case 'reduce':
      return op.computes?.name === 'softmax';
    default:
      return false;
  }
}

/** The role of each layer, by its path; `whole` for convolutions and norms. The same for all occurrences of a group. */
export function tensorRoles({ layers }: ResolvedStack): ReadonlyMap<string, Role> {
  const consumers = new Map<string, ResolvedLayer[]>();
  for (const layer of layers)
    for (const path of layer.producers) consumers.set(path, [...(consumers.get(path) ?? []), layer]);

  const ends = new Map<string, boolean>();
  /** Whether everything that reads this layer leads to a linear, by layers that can work on a part. Backwards, so that each is asked once. */
  for (const { path } of [...layers].reverse()) {
    const readers = consumers.get(path) ?? [];
    ends.set(
      path,
      readers.length > 0 &&
        readers.every((reader) => isLinear(reader) || (reader.ops.every(carries) && ends.get(reader.path) === true)),
    );
  }

  const roles = new Map<string, Role>();
  const isPart = (path: string) => ['column', 'part'].includes(roles.get(path) ?? 'whole');
  for (const layer of layers) {
    const part = layer.producers.some(isPart);
    const role = (): Role => {
      if (isEmbedding(layer)) return 'vocabulary';
      if (!isLinear(layer)) return part && layer.ops.every(carries) ? 'part' : 'whole';
      if (part) return 'row';
      return ends.get(layer.path) === true ? 'column' : 'gathered';
    };
    roles.set(layer.path, role());
  }
  return roles;
}

/** Whether the output of a layer is spread over the devices, each having its part. */
export const outputIsPart = (role: Role | undefined): boolean => role === 'column' || role === 'part';

/** Whether a weight of a layer is spread over the devices; the bias of a `row` linear is added once, after the sum. */
export const weightIsPart = (role: Role | undefined, name: string): boolean =>
  role === 'column' || role === 'gathered' || role === 'vocabulary' || (role === 'row' && name !== 'bias');
