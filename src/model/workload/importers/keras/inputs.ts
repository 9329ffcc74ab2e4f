import type { Shape, Stack } from '../../layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { dimensionOf, type ImportOptions, Refusal, refuse } from '../imported.ts';
import type { JsonNode } from '../json-node.ts';
import type { KerasTensor } from './context.ts';

const FIRST: Value = { reference: '@input', shape: [] };

/** Inputs of a network: the first is the stack's, others arrive beside it. */
export class Inputs {
  readonly #build: GraphBuilder;
  readonly #options: ImportOptions;
  readonly #channelsFirst: boolean;
  readonly #ids: boolean;
  readonly dimensions: string[] = [];
  #first: Value | null = null;

  constructor(build: GraphBuilder, options: ImportOptions, model: JsonNode) {
    this.#build = build;
    this.#options = options;
    const layers = layersIn(model, 0);
    this.#channelsFirst = layers.some((layer) => layer.get('config').get('data_format').value === 'channels_first');
    this.#ids =
      layers.find((layer) => layer.get('class_name').value !== 'InputLayer')?.get('class_name').value === 'Embedding';
  }

  /** The shape of one sample that an InputLayer, or the first layer of a sequence, says; null extents are asked for. */
  #sampleOf(layer: JsonNode): Shape {
    const config = layer.get('config');
    const node = config.any('batch_input_shape', 'batch_shape', 'batchInputShape', 'input_shape');
    if (!node.given)
      return refuse(node.path, 'is missing, so the size of the input is not known; save the model after it was built');
    const [, ...extents] = node.list(8);
    if (extents.length === 0) return refuse(node.path, 'has a batch alone; give the extents of a sample');
    const name = config.get('name').text(layer.get('name').text('input'));
    const missing: string[] = [];
    const sample = extents.map((extent, axis) => {
      if (extent.given) return extent.integer();
      const dimension = `${name}.${axis + 1}`;
      this.dimensions.push(dimension);
      const value = dimensionOf(this.#options, dimension);
      if (value !== undefined) return value;
      missing.push(dimension);
      return 1;
    });
    if (missing.length > 0)
      throw new Refusal({
        field: node.path,
        message: `${node.path}: is open in ${missing.join(' and ')}; give a value of each, such as --dim ${missing[0]}=224`,
        dimensions: missing,
      });
    return sample;
  }

  take(layer: JsonNode): KerasTensor {
    const sample = this.#sampleOf(layer);
    const image = sample.length === 3 && !this.#channelsFirst;
    const [height = 1, width = 1, channels = 1] = sample;
    const shape = image ? [channels, height, width] : sample;
    if (this.#first === null) {
      this.#first = { ...FIRST, shape: [1, ...shape] };
      return { value: this.#first, sample, image };
    }
    const name = layer.get('config').get('name').text('input');
    return { value: this.#build.layer('further-input', name, { shape }, [this.#first], layer.path), sample, image };
  }

  stackInput(): Stack['input'] {
    const shape = this.#first?.shape.slice(1) ?? [1];
    return { shape, ...(this.#ids && { indices: true }) };
  }
}

function layersIn(model: JsonNode, depth: number): readonly JsonNode[] {
  const config = model.get('config');
  const listed = Array.isArray(config.value) ? config : config.get('layers');
  if (depth > 8 || !Array.isArray(listed.value)) return [];
  return listed
    .list(20_000)
    .flatMap((layer) =>
      Array.isArray(layer.get('config').get('layers').value) ? layersIn(layer, depth + 1) : [layer],
    );
}
