import { err, ok, type Result } from '#core/result.ts';
import type { Shape, Stack, WeightTensor } from './layer.ts';
import { isGroup, splitReference } from './references.ts';

/** What a layer, a group or the stack's input puts at the disposal of later layers. */
export interface Produced {
  readonly path: string;
  readonly outputs: readonly Shape[];
  readonly weights: readonly WeightTensor[];
}

/** The names that a layer may use for its inputs. Inside a group, the group's own layers hide those before it. */
export interface Scope {
  readonly stack: Stack;
  readonly input: Produced;
  readonly outer: ReadonlyMap<string, Produced>;
  readonly group?: { readonly name: string; readonly block: Produced; readonly inner: ReadonlyMap<string, Produced> };
  /** The item before: what a layer without `inputs` takes. */
  readonly previous: Produced;
}

export interface Reference {
  readonly producer: Produced;
  readonly shape: Shape;
}

/** An earlier layer, `@input` or `@block` by name. The error says what is wrong and what mends it. */
export function lookUp(scope: Scope, reference: string): Result<Reference, string> {
  const { name, output } = splitReference(reference);
  const producer = find(scope, name);
  if (typeof producer === 'string') return err(producer);
  const shape = producer.outputs[output];
  if (shape === undefined) {
    const count = producer.outputs.length;
    return err(
      count === 1
        ? `takes output #${output} of "${name}", which has one output; write "${name}"`
        : `takes output #${output} of "${name}", which has #0 to #${count - 1}; choose one of those`,
    );
  }
  return ok({ producer, shape });
}

function find(scope: Scope, name: string): Produced | string {
  if (name === '@input') return scope.input;
  if (name === '@block')
    return scope.group?.block ?? 'takes @block outside a repeat group; write @input or the name of an earlier layer';
  return scope.group?.inner.get(name) ?? scope.outer.get(name) ?? missing(scope, name);
}

/** Why a name is not there: only asked when something is wrong, so it may search the whole stack. */
function missing({ stack, group }: Scope, name: string): string {
  const offer = `write the name of an earlier layer${group ? ', @input or @block' : ' or @input'}`;
  if (name === group?.name) return `takes "${name}", the group that it is in; write @block for the group's input`;
  for (const item of stack.layers) {
    const inside = isGroup(item) && item.layers.some((layer) => layer.name === name);
    if (item.name === name || (inside && item.name === group?.name))
      return `takes "${name}", which comes no earlier; move "${name}" before it, or ${offer}`;
    if (inside) return `takes "${name}", which is inside the group "${item.name}"; write "${item.name}" for its output`;
  }
  return `takes "${name}", and no layer has that name; ${offer}`;
}
