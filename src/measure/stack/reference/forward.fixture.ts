import { unwrap } from '#core/result.ts';
import { completeFields } from '#model/workload/fields.ts';
import type { Layer, ResolvedStack } from '#model/workload/layer.ts';
import { layerKind } from '#model/workload/registry.ts';
import { elementsOf } from '#model/workload/shape.ts';
import { seededActivation, tokenIds } from '../contents.ts';
import { weightsOf } from '../lower/weights.ts';
import { KINDS } from './kinds.fixture.ts';
import type { Value } from './value.fixture.ts';

/**
 * For tests: a stack's result in float64, straight from layers, their names and what PyTorch says that their kinds do; it knows no op, no
 * kernel and no step. Only the random weights, inputs and KV caches are those of a program.
 */
export function forward(resolved: ResolvedStack): Value {
  const { stack, batch } = resolved;
  const content = weightsOf(resolved);
  const layers = new Map(resolved.layers.map((layer) => [layer.path, layer]));
  const shape = [batch, ...stack.input.shape];
  const elements = elementsOf(shape);
  const input: Value = {
    shape,
    data: stack.input.indices
      ? Float64Array.from(new Uint32Array(tokenIds(resolved, elements).fill().buffer))
      : Float64Array.from(seededActivation('@input', elements).fill()),
  };

  function run(layer: Layer, path: string, find: (name: string) => readonly Value[], before: Value): readonly Value[] {
    const kind = layerKind(layer.kind);
    const found = layers.get(path);
    const compute = KINDS[layer.kind];
    if (!kind || !found || !compute) throw new Error(`${path}: no reference for ${layer.kind}`);
    const inputs = layer.inputs?.map((name) => {
      const [, base = '', output = '0'] = /^([^#]*)(?:#(\d+))?$/.exec(name) ?? [];
      return find(base)[Number(output)] as Value;
    });
    return compute({
      fields: unwrap(completeFields(kind, layer.fields)),
      inputs: inputs ?? (kind.inputs.max === 0 ? [] : [before]),
      cached: (name, size) => Float64Array.from(seededActivation(`${path} cached ${name}`, size).fill()),
      weight: (name) => {
        const values = content(found, name)?.fill();
        return values ? Float64Array.from(values) : null;
      },
    });
  }

  const outer = new Map<string, readonly Value[]>([['@input', [input]]]);
  let previous = input;
  for (const item of stack.layers) {
    if (!('layers' in item)) {
      const outputs = run(item, item.name, (name) => outer.get(name) ?? [], previous);
      outer.set(item.name, outputs);
      previous = outputs[0] as Value;
      continue;
    }
    for (let occurrence = 0; occurrence < item.times; occurrence++) {
      const inner = new Map<string, readonly Value[]>([['@block', [previous]]]);
      for (const layer of item.layers) {
        const find = (name: string) => inner.get(name) ?? outer.get(name) ?? [];
        const outputs = run(layer, `${item.name}/${layer.name}`, find, previous);
        inner.set(layer.name, outputs);
        previous = outputs[0] as Value;
      }
    }
    outer.set(item.name, [previous]);
  }
  return previous;
}
