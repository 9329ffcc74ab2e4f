import type { ResolvedLayer } from '../workload/layer.ts';
import { elementsOf } from '../workload/shape.ts';
import type { TrainingMemory, TrainingModel, TrainingSettings } from './memory.ts';

/** A layer at work in an iteration; `occurrence` counts those of its repeat group. */
export interface IterationStep {
  readonly phase: 'forward' | 'backward' | 'update';
  /** Index into the stack's layers; null in the update, which is of all. */
  readonly row: number | null;
  readonly occurrence: number;
}
export interface Iteration {
  readonly steps: readonly IterationStep[];
  /** Bytes that one device holds during each step. */
  readonly memory: Float64Array;
  readonly peak: number;
}

/** Trained parameters of one occurrence of each layer. */
function trainedOf({ resolved, adapters }: TrainingModel): readonly number[] {
  const layers = resolved?.layers ?? [];
  if (adapters === null)
    return layers.map(({ weights }) =>
      weights.reduce((sum, { shape, trainable, tied }) => sum + (trainable && !tied ? elementsOf(shape) : 0), 0),
    );
  const own = new Map<string, number>();
  for (const { path, rank, inputs, outputs } of adapters)
    own.set(path, (own.get(path) ?? 0) + rank * (inputs + outputs));
  return layers.map(({ path }) => own.get(path) ?? 0);
}

/** Rows in the order in which they run, groups as often as they occur. */
function orderOf(layers: readonly ResolvedLayer[]): readonly Omit<IterationStep, 'phase'>[] {
  const order: { row: number; occurrence: number }[] = [];
  for (let start = 0; start < layers.length; ) {
    const { group, times = 1 } = layers[start] ?? {};
    let end = start + 1;
    while (group !== undefined && layers[end]?.group === group) end++;
    for (let occurrence = 0; occurrence < (group === undefined ? 1 : times); occurrence++)
      for (let row = start; row < end; row++) order.push({ row, occurrence });
    start = end;
  }
  return order;
}

/**
 * What one device holds through the last micro-batch of an iteration: activations grow forward and are given up backward, where gradients
 * take their place layer by layer; with more micro-batches than one the gradients of those before lie there from the start. Layers of a
 * group that are made again take the workspace while they go backward. Of a pipeline: the layers of all stages, in the proportion that one
 * stage holds. null for parameters alone, which have no layers.
 */
export function iterationOf(
  model: TrainingModel,
  settings: TrainingSettings,
  memory: TrainingMemory,
): Iteration | null {
  const { resolved } = model;
  if (resolved === null) return null;
  const { layers } = resolved;
  const { perDevice, workspace, activationsByLayer } = memory;
  const sumOf = (values: readonly number[]) =>
    layers.reduce((total, { times }, row) => total + times * (values[row] ?? 0), 0);
  const kept = layers.map(({ times }, row) => (activationsByLayer[row] ?? 0) / times);
  const trained = trainedOf(model);
  const [keptWhole, trainedWhole] = [sumOf(kept), sumOf(trained)];
  const activation = (row: number) => (keptWhole > 0 ? (perDevice.activations * (kept[row] ?? 0)) / keptWhole : 0);
  const gradient = (row: number) => (trainedWhole > 0 ? (perDevice.gradients * (trained[row] ?? 0)) / trainedWhole : 0);

  const order = orderOf(layers);
  const steps: IterationStep[] = [
    ...order.map((each) => ({ ...each, phase: 'forward' as const })),
    ...[...order].reverse().map((each) => ({ ...each, phase: 'backward' as const })),
    { phase: 'update', row: null, occurrence: 0 },
  ];
  const still = perDevice.weights + perDevice.optimizer + perDevice.kv;
  const accumulates = settings.microbatches > 1;
  const held = new Float64Array(steps.length);
  let activations = 0;
  let gradients = accumulates ? perDevice.gradients : 0;
  steps.forEach(({ phase, row }, index) => {
    if (row !== null && phase === 'forward') activations += activation(row);
    if (row !== null && phase === 'backward' && !accumulates) gradients += gradient(row);
    const again = row !== null && phase === 'backward' && isMadeAgain(layers[row], settings) ? workspace : 0;
    held[index] = still + activations + gradients + again;
    if (row !== null && phase === 'backward') activations = Math.max(0, activations - activation(row));
  });
  return { steps, memory: held, peak: held.reduce((most, bytes) => Math.max(most, bytes), 0) };
}

const isMadeAgain = (layer: ResolvedLayer | undefined, { recompute }: TrainingSettings): boolean =>
  recompute === 'full' ? layer?.group !== undefined : layer?.ops.some(({ op }) => op === 'attention') === true;
