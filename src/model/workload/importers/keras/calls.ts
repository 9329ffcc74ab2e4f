import { refuse } from '../imported.ts';
import { JsonNode } from '../json-node.ts';

/** One output of one call of a layer. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}
export const keyOf = ({ layer, call, output }: Reference): string => `${call}:${output}:${layer}`;

const MOST_CALLS = 256;
const SMALL = { min: 0, max: 65_536 } as const;

export function referenceOf(node: JsonNode): Reference {
  const [layer, call, output] = node.list(4);
  if (layer === undefined) return refuse(node.path, 'is empty; give a layer, a call and an output');
  return { layer: layer.text(), call: call?.integer(0, SMALL) ?? 0, output: output?.integer(0, SMALL) ?? 0 };
}

/** Keras 3: tensors stand anywhere among the arguments, to a bounded depth. */
function tensorsIn(node: JsonNode, depth: number, found: Reference[]): void {
  if (depth > 6 || found.length > 4096) return;
  if (node.get('class_name').value === '__keras_tensor__') {
    found.push(referenceOf(node.get('config').get('keras_history')));
    return;
  }
  if (Array.isArray(node.value)) for (const item of node.list(4096)) tensorsIn(item, depth + 1, found);
  else if (node.isObject) for (const key of node.keys().slice(0, 64)) tensorsIn(node.get(key), depth + 1, found);
}

/** The inputs of each call of a layer. Keras 2: lists of [layer, call, output, arguments]; Keras 3: arguments with tensors in them. */
export function callsOf(layer: JsonNode): readonly (readonly Reference[])[] {
  const nodes = layer.any('inbound_nodes', 'inboundNodes');
  if (!nodes.given) return [];
  return nodes.list(MOST_CALLS).map((node) => {
    if (node.isObject) {
      const found: Reference[] = [];
      tensorsIn(node, 0, found);
      return found;
    }
    const items = node.list(4096);
    // A single input may stand without a list of its own.
    return typeof items[0]?.value === 'string' ? [referenceOf(node)] : items.map(referenceOf);
  });
}

/** `input_layers` and `output_layers`: one reference, or a list of them. */
export function endsOf(node: JsonNode): readonly Reference[] {
  if (!node.given) return [];
  const items = node.list(256);
  return typeof items[0]?.value === 'string'
    ? [referenceOf(new JsonNode(node.value, node.path))]
    : items.map(referenceOf);
}
