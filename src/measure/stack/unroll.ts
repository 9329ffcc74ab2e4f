import { err, ok, type Result } from '#core/result.ts';
import type { ResolvedLayer, ResolvedStack } from '#model/workload/layer.ts';
import { splitReference } from '#model/workload/references.ts';

/** Layers that a stack may have with its repeat groups written out: each is a dispatch or more. */
export const MAX_UNROLLED = 16_384;

/** One output of a node; `null` is the stack's input. */
export interface Source {
  readonly node: Node | null;
  readonly output: number;
}

/** One occurrence of a layer. */
export interface Node {
  readonly layer: ResolvedLayer;
  /** Of its repeat group, from 0. */
  readonly occurrence: number;
  /** The layer's path; `path#2` for the second occurrence and so on. No name has a #. */
  readonly id: string;
  readonly inputs: readonly Source[];
}

const outputOf = (layer: ResolvedLayer, input: number): number =>
  splitReference(layer.layer.inputs?.[input] ?? '').output;

/** A layer in a group that reads the group's input, not something outside by name. */
const readsBlock = (layer: ResolvedLayer, input: number): boolean => {
  const name = layer.layer.inputs?.[input];
  return name === undefined || splitReference(name).name === '@block';
};

/** Layers of one group, or one layer outside, in the stack's order. */
function spansOf(layers: readonly ResolvedLayer[]): readonly (readonly [ResolvedLayer, ...ResolvedLayer[]])[] {
  const spans: [ResolvedLayer, ...ResolvedLayer[]][] = [];
  for (const layer of layers) {
    const last = spans.at(-1);
    if (last !== undefined && layer.group !== undefined && last[0].group === layer.group) last.push(layer);
    else spans.push([layer]);
  }
  return spans;
}

/**
 * Every occurrence of every layer in the order in which they run, each with what it reads: a group's first occurrence reads what
 * comes before the group, each later one the one before it. The error says that they are too many.
 */
export function unroll({ layers }: ResolvedStack): Result<readonly Node[], string> {
  const total = layers.reduce((sum, { times }) => sum + times, 0);
  if (total > MAX_UNROLLED)
    return err(
      `Written out, this stack has ${total.toLocaleString('en')} layers, and at most ${MAX_UNROLLED.toLocaleString('en')} are run: lower a repeat count.`,
    );
  const nodes: Node[] = [];
  /** What each path stands for at this place of the walk. */
  const made = new Map<string, Node>();
  for (const span of spansOf(layers)) {
    const inside = new Set(span.map(({ path }) => path));
    let block: Node | undefined;
    for (let occurrence = 0; occurrence < span[0].times; occurrence++) {
      for (const layer of span) {
        const inputs = layer.producers.map((path, input): Source => {
          const carried = occurrence > 0 && !inside.has(path) && readsBlock(layer, input);
          // Each occurrence gives its last layer's first output to the next.
          if (carried) return { node: block ?? null, output: 0 };
          return { node: made.get(path) ?? null, output: outputOf(layer, input) };
        });
        const id = occurrence === 0 ? layer.path : `${layer.path}#${occurrence + 1}`;
        const node = { layer, occurrence, id, inputs };
        nodes.push(node);
        made.set(layer.path, node);
      }
      block = nodes.at(-1);
    }
  }
  return ok(nodes);
}
