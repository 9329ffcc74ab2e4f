import { formatShape } from '#core/format.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { Layer, RepeatGroup, ResolvedLayer, ResolvedStack, Stack, StackFault, StackItem } from './layer.ts';
import { nameFault } from './names.ts';
import { isGroup } from './references.ts';
import { resolveLayer, shapeTooLarge } from './resolve-layer.ts';
import type { Produced, Scope } from './scope.ts';
import { sameShape } from './shape.ts';

export const MAX_BATCH = 65_536;
export const MAX_LAYERS = 2000;
export const MAX_TIMES = 4096;

/** Layers of the stack, those of a group counted once. */
function layerCount(stack: Stack): number {
  let count = 0;
  for (const item of stack.layers) count += isGroup(item) ? item.layers.length : 1;
  return count;
}

const isCount = (value: number, max: number) => Number.isSafeInteger(value) && value >= 1 && value <= max;

/** `field` is where it is in a stack file, such as `layers[3].layers[0].inputs`. */
const layerFault = (path: string, field: string, message: string) =>
  err<StackFault>({ layer: path, field, message: `${path.slice(0, 120)}: ${message}` });

function stackFault(stack: Stack, batch: number): StackFault | null {
  if (!isCount(batch, MAX_BATCH))
    return {
      field: 'batch',
      message: `batch is ${batch}; give a whole number from 1 to ${MAX_BATCH.toLocaleString('en')}`,
    };
  const input = [batch, ...stack.input.shape];
  const fault = shapeTooLarge(input);
  if (fault !== null) return { field: 'input.shape', message: `the input ${fault}` };
  const count = layerCount(stack);
  return count > MAX_LAYERS
    ? {
        field: 'layers',
        message: `the stack has ${count.toLocaleString('en')} layers; use at most ${MAX_LAYERS.toLocaleString('en')}, or repeat groups`,
      }
    : null;
}

/** Walks the stack once, in order, and remembers what each item produced. */
class Resolver {
  readonly resolved: ResolvedLayer[] = [];
  readonly #stack: Stack;
  readonly #input: Produced;
  readonly #outer = new Map<string, Produced>();
  #previous: Produced;

  constructor(stack: Stack, batch: number) {
    this.#stack = stack;
    this.#input = { path: '@input', outputs: [[batch, ...stack.input.shape]], weights: [] };
    this.#previous = this.#input;
  }

  /** A fault, or nothing when the item was resolved. */
  item(item: StackItem, index: number): Result<Produced, StackFault> {
    const field = `layers[${index}]`;
    const name = nameFault(item.name);
    if (name !== null) return layerFault(item.name, `${field}.name`, name);
    if (this.#outer.has(item.name))
      return layerFault(item.name, `${field}.name`, 'has the name of an earlier layer; rename one of them');
    const produced = isGroup(item) ? this.#group(item, field) : this.#layer(item, field);
    if (!produced.ok) return produced;
    this.#outer.set(item.name, produced.value);
    this.#previous = produced.value;
    return produced;
  }

  #layer(layer: Layer, field: string): Result<Produced, StackFault> {
    const scope = { stack: this.#stack, input: this.#input, outer: this.#outer, previous: this.#previous };
    return this.#resolve(layer, scope, 1, layer.name, field);
  }

  #resolve(layer: Layer, scope: Scope, times: number, path: string, field: string): Result<Produced, StackFault> {
    const resolved = resolveLayer(layer, scope, times);
    if (!resolved.ok) {
      const { part, message } = resolved.error;
      return layerFault(path, part === '' ? field : `${field}.${part}`, message);
    }
    this.resolved.push(resolved.value);
    return ok(resolved.value);
  }

  #group({ name: group, times, layers }: RepeatGroup, field: string): Result<Produced, StackFault> {
    if (!isCount(times, MAX_TIMES))
      return layerFault(
        group,
        `${field}.times`,
        `repeats ${times} times; give a whole number from 1 to ${MAX_TIMES.toLocaleString('en')}`,
      );
    const block = this.#previous;
    const inner = new Map<string, Produced>();
    let previous = block;
    for (const [index, layer] of layers.entries()) {
      const place = `${field}.layers[${index}]`;
      const path = `${group}/${layer.name}`;
      const fault =
        nameFault(layer.name) ??
        (inner.has(layer.name) ? 'has the name of an earlier layer; rename one of them' : null);
      if (fault !== null) return layerFault(path, `${place}.name`, fault);
      const scope = {
        stack: this.#stack,
        input: this.#input,
        outer: this.#outer,
        group: { name: group, block, inner },
        previous,
      };
      const produced = this.#resolve(layer, scope, times, path, place);
      if (!produced.ok) return produced;
      inner.set(layer.name, produced.value);
      previous = produced.value;
    }
    if (previous === block) return layerFault(group, `${field}.layers`, 'has no layers; add one to it or remove it');
    const [before = []] = block.outputs;
    const [after = []] = previous.outputs;
    if (times > 1 && !sameShape(before, after))
      return layerFault(
        group,
        `${field}.layers`,
        `takes ${formatShape(before)} and gives ${formatShape(after)}, so it cannot repeat ${times} times; ` +
          'make its last layer give the shape that it takes, or repeat it once',
      );
    return ok({ path: previous.path, outputs: [after], weights: [] });
  }
}

/**
 * Shapes, weights and work of every layer, in the stack's order. Figures of a layer in a repeat group are for one occurrence;
 * `times` says how often it occurs. Batch 1 to 65,536. A fault names the first layer that is wrong, its path in a
 * stack file, and the mend.
 */
export function resolveStack(stack: Stack, batch: number): Result<ResolvedStack, StackFault> {
  const fault = stackFault(stack, batch);
  if (fault !== null) return err(fault);
  const resolver = new Resolver(stack, batch);
  for (const [index, item] of stack.layers.entries()) {
    const produced = resolver.item(item, index);
    if (!produced.ok) return produced;
  }
  return ok({ stack, batch, layers: resolver.resolved });
}
