import type { Layer, Stack, StackItem } from '../workload/layer.ts';
import { isGroup } from '../workload/references.ts';

export interface Phases {
  /** The pass as it is given: a prompt, or the one pass of a network without a KV cache. */
  readonly prefill: Stack | null;
  /** One token for each sample after the prompt. */
  readonly decode: Stack | null;
}

const layersOf = ({ layers }: Stack): readonly Layer[] =>
  layers.flatMap((item) => (isGroup(item) ? item.layers : [item]));

const keepsCache = ({ kind, fields }: Layer): boolean => kind === 'attention' && fields['keepCache'] === true;
const readsCache = ({ kind, fields }: Layer): boolean => kind === 'attention' && Number(fields['cachedKeys'] ?? 0) > 0;

/** Whether a slice cuts tokens up to the last of `sequence`: a table of positions, or the last token. */
const endsAt = ({ kind, fields }: Layer, sequence: number): boolean =>
  kind === 'slice' && fields['axis'] === 1 && Number(fields['start'] ?? 0) + Number(fields['length'] ?? 0) === sequence;

/** The stack of a prompt as the stack of the token after it, which attends to `context` keys, itself included. */
function nextToken(stack: Stack, sequence: number, context: number): Stack {
  const turn = (layer: Layer): Layer => {
    if (keepsCache(layer)) return { ...layer, fields: { ...layer.fields, cachedKeys: context - 1 } };
    return endsAt(layer, sequence) ? { ...layer, fields: { ...layer.fields, start: 0, length: 1 } } : layer;
  };
  return {
    ...stack,
    input: { ...stack.input, shape: [1, ...stack.input.shape.slice(1)] },
    layers: stack.layers.map(
      (item): StackItem => (isGroup(item) ? { ...item, layers: item.layers.map(turn) } : turn(item)),
    ),
  };
}

/**
 * The phases of a network. One whose attention keeps a KV cache has two: the prompt as it is given, and the token after it, which attends to
 * `context` keys (the prompt's and its own, where left out). One that reads a cache already is decode alone; any other has one pass, as prefill.
 */
export function phasesOf(stack: Stack, context?: number): Phases {
  const layers = layersOf(stack);
  const sequence = stack.input.shape[0] ?? 1;
  if (layers.some(readsCache)) return { prefill: null, decode: stack };
  if (!layers.some(keepsCache)) return { prefill: stack, decode: null };
  return { prefill: stack, decode: nextToken(stack, sequence, context ?? sequence + 1) };
}
