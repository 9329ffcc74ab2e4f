import { err, ok, type Result } from '#core/result.ts';
import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';
import type { AttentionOp, MatmulOp } from '../workload/op.ts';

export interface LoraSettings {
  readonly rank: number;
  /** `q`, `k`, `v`, `o` by what attention does with them, or the last part of a linear layer's name. */
  readonly targets: readonly string[];
}

/** A pair of matrices beside a frozen one: rank × inputs, and outputs × rank. Hu 2022, section 4.1. */
export interface Adapter {
  readonly path: string;
  readonly times: number;
  readonly rank: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Rows that pass through it in one pass, batch included. */
  readonly tokens: number;
}
export const adapterParameters = ({ rank, inputs, outputs }: Adapter): number => rank * (inputs + outputs);

const productOf = ({ ops }: ResolvedLayer): MatmulOp | undefined =>
  ops.find((op): op is MatmulOp => op.op === 'matmul' && op.right === 'weight');
const attentionOf = ({ ops }: ResolvedLayer): AttentionOp | undefined =>
  ops.find((op): op is AttentionOp => op.op === 'attention');

/** Outputs that each role has in a linear layer: several in one that makes queries, keys and values together. */
type Roles = Map<string, Map<string, number>>;

/** What the linear layers round attention make, found by what is connected: names differ from model to model. */
function rolesOf({ layers }: ResolvedStack): Roles {
  const byPath = new Map(layers.map((layer) => [layer.path, layer]));
  const roles: Roles = new Map();
  const note = (path: string, role: string, outputs: number) =>
    roles.set(path, (roles.get(path) ?? new Map<string, number>()).set(role, outputs));
  /** Back through rotations, views and the like to the product that made it. */
  const source = (path: string | undefined): ResolvedLayer | undefined => {
    let layer = path === undefined ? undefined : byPath.get(path);
    while (layer && !productOf(layer))
      layer = layer.producers.length === 1 ? byPath.get(layer.producers[0] ?? '') : undefined;
    return layer;
  };
  for (const layer of layers) {
    const product = productOf(layer);
    const from = byPath.get(layer.producers[0] ?? '');
    if (product && from && attentionOf(from)) note(layer.path, 'o', product.n);
    const attention = attentionOf(layer);
    if (!attention) continue;
    const query = attention.heads * attention.headDim;
    const key = attention.kvHeads * attention.headDim;
    const [first, second = first, third = first] = layer.producers.map(source);
    if (first) note(first.path, 'q', query);
    if (second) note(second.path, 'k', key);
    if (third) note(third.path, 'v', key);
  }
  return roles;
}

/** `q_proj`, `attn.q_proj` and `h/attn.q_proj` name the same layer. */
const isNamed = (path: string, target: string): boolean =>
  path === target || path.endsWith(`/${target}`) || path.endsWith(`.${target}`);

/** The adapters that the settings add to a stack. A fault says which target no linear layer has. */
export function adaptersOf(
  resolved: ResolvedStack,
  { rank, targets }: LoraSettings,
): Result<readonly Adapter[], string> {
  const roles = rolesOf(resolved);
  const linears = resolved.layers.filter((layer) => productOf(layer) !== undefined);
  const adapters: Adapter[] = [];
  for (const target of new Set(targets)) {
    const before = adapters.length;
    for (const layer of linears) {
      const product = productOf(layer);
      const outputs = isNamed(layer.path, target) ? product?.n : roles.get(layer.path)?.get(target);
      if (!product || outputs === undefined) continue;
      adapters.push({
        path: layer.path,
        times: layer.times,
        rank,
        inputs: product.k,
        outputs,
        tokens: product.batch * product.m,
      });
    }
    if (adapters.length > before) continue;
    const known = [
      ...new Set([
        ...[...roles.values()].flatMap((each) => [...each.keys()]),
        ...linears.map(({ layer }) => layer.name),
      ]),
    ];
    return err(
      `no linear layer is "${target.slice(0, 60)}"; ${known.length > 0 ? `choose from ${known.slice(0, 24).join(', ')}` : 'the stack has none'}`,
    );
  }
  return ok(adapters);
}
