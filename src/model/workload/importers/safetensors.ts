import type { Layer, StackItem } from '../layer.ts';
import { layer, repeat } from '../presets/parts.ts';
import { MAX_LAYERS } from '../resolve.ts';
import { type Imported, refuse } from './imported.ts';
import { JsonNode } from './json-node.ts';
import { Names } from './names.ts';

/** The format's own bound on its header. */
const LARGEST_HEADER = 100e6;
const MAX_TENSORS = 100_000;
/** Bits of each element. */
const BITS: Readonly<Record<string, number>> = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  F64: 64,
  I64: 64,
  U64: 64,
};

interface Tensor {
  readonly name: string;
  readonly elements: number;
}

function headerOf(bytes: Uint8Array): JsonNode {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LARGEST_HEADER)
    refuse('header', `is said to be ${length.toLocaleString('en')} bytes; the format allows 100,000,000`);
  if (length > bytes.length - 8)
    refuse(
      'header',
      `is said to be ${length.toLocaleString('en')} bytes and the file has ${(bytes.length - 8).toLocaleString('en')} after its length; it is cut short`,
    );
  try {
    return new JsonNode(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))));
  } catch (error) {
    return refuse(
      'header',
      `is not JSON (${error instanceof Error ? error.message : String(error)}); the file is damaged`,
    );
  }
}

function tensorsOf(header: JsonNode): readonly Tensor[] {
  const names = header.keys().filter((name) => name !== '__metadata__');
  if (names.length > MAX_TENSORS)
    refuse('header', `names ${names.length.toLocaleString('en')} tensors; at most 100,000 are read`);
  return names.map((name) => {
    const tensor = header.get(name);
    const extents = tensor
      .get('shape')
      .list(16)
      .map((extent) => extent.integer(undefined, { min: 0 }));
    const elements = extents.reduce((product, extent) => product * extent, 1);
    const type = tensor.get('dtype');
    const bits = Object.hasOwn(BITS, type.text()) ? BITS[type.text()] : undefined;
    if (bits === undefined) type.wrong(`one of ${Object.keys(BITS).join(', ')}`);
    const [begin = 0, end = 0] = tensor
      .get('data_offsets')
      .integers(undefined, { min: 0, max: Number.MAX_SAFE_INTEGER }, 2);
    if (end - begin !== Math.ceil((elements * (bits ?? 0)) / 8))
      refuse(
        tensor.get('data_offsets').path,
        `span ${end - begin} bytes and ${extents.join(' × ')} of ${type.text()} are others; the file is damaged`,
      );
    if (elements > 2 ** 40) refuse(tensor.get('shape').path, 'has more than 2⁴⁰ elements; no such tensor is read');
    return { name, elements };
  });
}

const NUMBERED = /^(.*?\.)(\d{1,5})(\..*)$/;

/** Tensors of blocks that are alike, as one repeat group: `model.layers.7.…` with the number taken out. */
function itemsOf(tensors: readonly Tensor[], names: Names): readonly StackItem[] {
  const families = new Map<string, Map<string, Tensor[]>>();
  const single: Tensor[] = [];
  for (const tensor of tensors) {
    const [, before, number, after] = NUMBERED.exec(tensor.name) ?? [];
    if (before === undefined || number === undefined || after === undefined) {
      single.push(tensor);
      continue;
    }
    const blocks = families.get(before) ?? new Map<string, Tensor[]>();
    families.set(before, blocks);
    const block = blocks.get(number) ?? [];
    blocks.set(number, block);
    block.push({ name: after.slice(1), elements: tensor.elements });
  }
  const layersOf = (block: readonly Tensor[], unique: Names): readonly Layer[] =>
    block.map(({ name, elements }) => layer('opaque', unique.take(name), { parameters: elements, weightsOnly: true }));
  const groups: StackItem[] = [];
  for (const [before, blocks] of families) {
    const alike = new Map<string, { first: string; times: number; block: readonly Tensor[] }>();
    for (const [number, block] of blocks) {
      const sorted = block.toSorted((one, other) => (one.name < other.name ? -1 : 1));
      const key = JSON.stringify(sorted);
      const known = alike.get(key);
      if (known) known.times++;
      else alike.set(key, { first: number, times: 1, block: sorted });
    }
    for (const { first, times, block } of alike.values())
      for (let rest = times; rest > 0; rest -= 4096)
        groups.push(repeat(names.take(`${before}${first}`), Math.min(rest, 4096), layersOf(block, new Names())));
  }
  return [...layersOf(single, names), ...groups];
}

/** The header of a safetensors file: each tensor's parameters. What connects them is not in the file. */
export function importSafetensors(bytes: Uint8Array): Imported {
  const tensors = tensorsOf(headerOf(bytes)).filter(({ elements }) => elements > 0);
  if (tensors.length === 0) refuse('header', 'names no tensor with elements; choose another file');
  const layers = itemsOf(tensors, new Names());
  const count = layers.reduce((sum, item) => sum + ('layers' in item ? item.layers.length : 1), 0);
  if (count > MAX_LAYERS)
    refuse(
      'header',
      `names ${count.toLocaleString('en')} different tensors; at most ${MAX_LAYERS.toLocaleString('en')} make a stack`,
    );
  return {
    format: 'safetensors header',
    stack: { id: 'imported', name: 'Tensors of a safetensors file', input: { shape: [1] }, layers },
    warnings: [
      'A safetensors file holds tensors and not what connects them: parameters are exact and each is read once; FLOP and activations are not counted. The config.json beside it gives the network. Whether two tensors are tied is not in the file.',
    ],
    opaque: [],
    dimensions: [],
  };
}
