import { scoreElements } from '../analysis/attention-traffic.ts';
import { type LiveTensor, livenessOf } from '../analysis/liveness.ts';
import { occurrencesOf } from '../analysis/occurrences.ts';
import type { ResolvedLayer, ResolvedStack } from '../workload/layer.ts';
import { formatBytesOf, type NumberFormat } from '../workload/number-format.ts';
import type { Op } from '../workload/op.ts';
import type { Adapter } from './lora.ts';
import { backwardNeeds, statisticElements } from './recompute/backward-needs.ts';
import { outputIsPart, type Role } from './tensor-parallel.ts';

/** Row statistics of attention in tiles are kept in f32. */
const STATISTIC_BYTES = 4;
/** A dropout mask takes a byte an element. Korthikanti 2022, section 4.1. */
const MASK_BYTES = 1;

/** Something that a backward pass reads and the forward pass therefore keeps. */
export interface Kept {
  /** Index into the stack's layers of the first that needs it. */
  readonly row: number;
  /** Of all occurrences together. */
  readonly size: number;
  /**
   * `scores`: of attention, which nothing else makes again; `tiled-scores`: of attention in tiles, which never has them whole unless it is told
   * to keep them, and makes them again from the `statistics` of their rows.
   */
  readonly what: 'tensor' | 'scores' | 'tiled-scores' | 'statistics';
  /** Tensor parallelism alone spreads it over devices. */
  readonly part: boolean;
  /** Made and last needed inside one occurrence of a repeat group, so that full recomputation makes it again. */
  readonly inside: boolean;
}

/**
 * What an op keeps. A product with a weight needs its input for the weight's gradient, and nothing for its input's; the rest as
 * `backwardNeeds` says.
 */
function needsOf(op: Op, trains: boolean) {
  const weighted = op.op === 'convolution' || op.op === 'gather' || (op.op === 'matmul' && op.right === 'weight');
  return weighted && !trains ? { inputs: false, output: false } : backwardNeeds(op);
}

/** Attention's probabilities; with dropout its mask and what it leaves of them too: Korthikanti's 5as²b, else 2as²b of it. */
function scoreBytes(op: Op, format: NumberFormat, dropout: boolean): number {
  if (op.op !== 'attention') return 0;
  const elements = scoreElements(op);
  return formatBytesOf(elements, format) * (dropout ? 2 : 1) + (dropout ? elements * MASK_BYTES : 0);
}

/** Number of the occurrence of a repeat group that each step is in, −1 outside groups. */
function occurrenceOf(rows: readonly number[], layers: readonly ResolvedLayer[]): readonly number[] {
  let occurrence = -1;
  let before = Number.POSITIVE_INFINITY;
  let group: string | undefined;
  return rows.map((row) => {
    const own = layers[row]?.group;
    if (own !== undefined && (own !== group || row <= before)) occurrence++;
    group = own;
    before = row;
    return own === undefined ? -1 : occurrence;
  });
}

interface Marks {
  readonly row: number;
  readonly part: boolean;
}

/**
 * The tensors that the backward pass of a stack reads, each once however many layers need it, under its first reader. Bytes of one batch on
 * one device; weights are not among them. Layers before the first trained one have no backward pass. `adapters`: of
 * LoRA, whose stack is frozen; null where the stack itself is trained. `dropout`: with the masks that a transformer has where it was trained with
 * dropout, on attention's probabilities and on what is added to the residual stream; a stack has no such layers.
 */
export function keptActivations(
  resolved: ResolvedStack,
  format: NumberFormat,
  roles: ReadonlyMap<string, Role>,
  adapters: readonly Adapter[] | null,
  dropout: boolean,
): readonly Kept[] {
  const { layers } = resolved;
  const { flow, rows, counts } = occurrencesOf(resolved);
  const live = livenessOf(flow, format);
  const occurrences = occurrenceOf(rows, layers);
  const adapted = new Map<string, Adapter[]>();
  for (const adapter of adapters ?? []) adapted.set(adapter.path, [...(adapted.get(adapter.path) ?? []), adapter]);

  const maker = new Map<LiveTensor, number>();
  live.outputs.forEach((tensor, step) => {
    if (tensor && !maker.has(tensor)) maker.set(tensor, step);
  });
  const roleAt = (step: number) => roles.get(layers[rows[step] ?? 0]?.path ?? '');
  const graded = new Set<LiveTensor>();
  const saved = new Map<LiveTensor, Marks>();
  const readElsewhere = new Set<LiveTensor>();
  const kept: Kept[] = [];

  rows.forEach((row, step) => {
    const layer = layers[row];
    if (!layer) return;
    const inputs = live.inputs[step] ?? [];
    const output = live.outputs[step];
    for (const input of inputs)
      if (input && occurrences[maker.get(input) ?? -1] !== occurrences[step]) readElsewhere.add(input);
    const own = adapted.get(layer.path) ?? [];
    const trains = adapters === null ? layer.weights.some(({ trainable }) => trainable) : own.length > 0;
    if (!trains && !inputs.some((input) => input && graded.has(input))) return;
    if (output) graded.add(output);
    const save = (tensor: LiveTensor | undefined) => {
      if (!tensor || saved.has(tensor)) return;
      const made = maker.get(tensor);
      saved.set(tensor, { row, part: made !== undefined && outputIsPart(roleAt(made)) });
    };
    const times = counts[step] ?? 1;
    const inner = (what: Kept['what'], size: number, part: boolean) => {
      if (size > 0) kept.push({ row, what, size: times * size, part, inside: occurrences[step] !== -1 });
    };
    for (const op of layer.ops) {
      const needs = needsOf(op, trains);
      if (needs.inputs) for (const input of inputs) save(input);
      if (needs.output) save(output);
      const part = roleAt(step) === 'part';
      const fused = op.op === 'attention' && op.algorithm === 'fused';
      inner(fused ? 'tiled-scores' : 'scores', scoreBytes(op, format, dropout), part);
      inner('statistics', statisticElements(op) * STATISTIC_BYTES, part);
    }
    const added = dropout && layer.ops.some((op) => op.op === 'map' && op.computes?.name === 'add');
    if (added && layer.producers.some((path) => roles.get(path) === 'row'))
      inner('tensor', layer.outputElements * MASK_BYTES, false);
    // The narrow tensor between the two matrices of an adapter.
    for (const { tokens, rank } of own) inner('tensor', formatBytesOf(tokens * rank, format), false);
  });

  const result = live.outputs.at(-1);
  for (const [tensor, { row, part }] of saved) {
    const made = maker.get(tensor);
    const times = made === undefined ? 1 : (counts[made] ?? 1);
    const inside = made !== undefined && occurrences[made] !== -1 && !readElsewhere.has(tensor) && tensor !== result;
    kept.push({ row, what: 'tensor', size: times * tensor.size, part, inside });
  }
  return kept;
}
