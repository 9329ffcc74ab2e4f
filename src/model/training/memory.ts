import { err, ok, type Result } from '#core/result.ts';
import { type Bytes, type BytesPerSecond, bytes } from '#core/units.ts';
import type { ResolvedStack } from '../workload/layer.ts';
import { formatBytesOf } from '../workload/number-format.ts';
import { type Activations, activationsOf, cacheElements, type Recompute } from './activations.ts';
import { type Communication, communicationOf } from './communication.ts';
import { type Kept, keptActivations } from './kept-activations.ts';
import { type Adapter, adaptersOf, type LoraSettings } from './lora.ts';
import { modelStates, type StateSettings } from './model-states.ts';
import { needsShapes } from './optimizer.ts';
import { elementsIn, type ParameterSet, parametersAlone, parametersOf } from './parameters.ts';
import { precisionBytes } from './precision.ts';
import { type Role, tensorRoles } from './tensor-parallel.ts';

export interface TrainingSettings extends Omit<StateSettings, 'data'> {
  readonly devices: number;
  readonly sequenceParallel: boolean;
  /** Passes whose gradients are summed before an update; the stack's batch is that of one pass. */
  readonly microbatches: number;
  readonly recompute: Recompute;
  /** Whether a transformer's dropout masks are counted. */
  readonly dropout: boolean;
  readonly lora: LoraSettings | null;
  /** Bandwidth of a device to the others; null where times are not asked for. */
  readonly link: BytesPerSecond | null;
}
export interface TrainingFault {
  readonly field: string;
  readonly message: string;
}

/** What one device holds, in bytes. `total` is the sum of the others. */
export interface DeviceMemory {
  readonly weights: Bytes;
  readonly gradients: Bytes;
  readonly optimizer: Bytes;
  readonly activations: Bytes;
  readonly kv: Bytes;
  readonly total: Bytes;
}
export interface TrainingMemory {
  readonly parameters: number;
  readonly trained: number;
  /** Replicas, among which ZeRO shards. */
  readonly data: number;
  readonly perDevice: DeviceMemory;
  /** What recomputed layers hold while they are made again; beside `total`. */
  readonly workspace: Bytes;
  /** Kept in the host's memory or on NVMe, for each device. */
  readonly offloaded: Bytes;
  /** Activations of each layer of the stack, of one micro-batch, before pipelining. */
  readonly activationsByLayer: readonly Bytes[];
  readonly communication: Communication;
}

/** What is trained: parameters of which only the number is known, or a stack with its batch. */
export type Trained =
  | { readonly of: 'parameters'; readonly parameters: number; readonly largestLayer: number }
  | { readonly of: 'stack'; readonly resolved: ResolvedStack };

/** A model made ready once: settings that do not change what is kept change only sums. */
export interface TrainingModel {
  readonly resolved: ResolvedStack | null;
  readonly parameters: ParameterSet;
  readonly roles: ReadonlyMap<string, Role>;
  readonly adapters: readonly Adapter[] | null;
  readonly kept: readonly Kept[];
}

const fault = (field: string, message: string) => err<TrainingFault>({ field, message });
const NOTHING: Activations = { kept: bytes(0), workspace: bytes(0), byLayer: [] };

/** Weights, roles and kept tensors of what is trained. A fault says what the settings ask of it that it has not. */
export function trainingModel(
  trained: Trained,
  { lora, optimizer, precision, dropout }: Pick<TrainingSettings, 'lora' | 'optimizer' | 'precision' | 'dropout'>,
): Result<TrainingModel, TrainingFault> {
  if (trained.of === 'parameters') {
    if (lora !== null) return fault('lora-rank', 'needs the shapes of the layers; give a stack');
    if (needsShapes(optimizer))
      return fault(
        'optimizer',
        `${optimizer} keeps a sum for each row and column of a matrix; give a stack, whose shapes are known`,
      );
    const parameters = parametersAlone(trained.parameters, trained.largestLayer);
    return ok({ resolved: null, parameters, roles: new Map(), adapters: null, kept: [] });
  }
  const { resolved } = trained;
  const roles = tensorRoles(resolved);
  const adapters = lora === null ? ok(null) : adaptersOf(resolved, lora);
  if (!adapters.ok) return fault('lora-targets', adapters.error);
  return ok({
    resolved,
    roles,
    adapters: adapters.value,
    parameters: parametersOf(resolved, roles, adapters.value),
    kept: keptActivations(resolved, precisionBytes[precision].activation, roles, adapters.value, dropout),
  });
}

function settingsFault({ resolved }: TrainingModel, settings: TrainingSettings): TrainingFault | null {
  const { devices, tensor, pipeline, offload, zero } = settings;
  const replica = tensor * pipeline;
  if (devices % replica !== 0)
    return {
      field: 'devices',
      message: `is ${devices}, which is not a multiple of ${replica}: one replica takes ${tensor} for tensor times ${pipeline} for pipeline parallelism`,
    };
  if (offload === 'all' && zero !== 3)
    return {
      field: 'offload',
      message: 'all takes weights off the device, which ZeRO stage 3 alone does; choose optimizer, or zero 3',
    };
  for (const { path, ops } of resolved?.layers ?? [])
    for (const op of ops)
      if (op.op === 'attention' && op.heads % tensor !== 0)
        return { field: 'tensor', message: `is ${tensor}, which does not divide the ${op.heads} heads of ${path}` };
  return null;
}

/**
 * Memory of one device while it trains, and what it sends. Layers are spread evenly over pipeline stages; the first stage holds as many micro-batches
 * as there are stages, if it has so many (one forward, one backward: Korthikanti 2022, section 4.2.3). All in bytes.
 */
export function trainingMemory(
  model: TrainingModel,
  settings: TrainingSettings,
): Result<TrainingMemory, TrainingFault> {
  const wrong = settingsFault(model, settings);
  if (wrong !== null) return err(wrong);
  const { resolved, parameters, roles, kept } = model;
  const { devices, tensor, pipeline, microbatches, precision } = settings;
  const data = devices / (tensor * pipeline);
  const whole: StateSettings & TrainingSettings = { ...settings, data };
  const states = modelStates(parameters, whole);
  const made = resolved === null ? NOTHING : activationsOf(resolved, kept, settings);
  const activations = bytes((made.kept * Math.min(pipeline, microbatches)) / pipeline);
  const cached = resolved === null ? 0 : cacheElements(resolved, tensor) / pipeline;
  const kv = formatBytesOf(cached, precisionBytes[precision].activation);
  const { weights, gradients, optimizer, offloaded } = states;
  const total = bytes(weights + gradients + optimizer + activations + kv);
  return ok({
    parameters: elementsIn(parameters, false),
    trained: elementsIn(parameters, true),
    data,
    perDevice: { weights, gradients, optimizer, activations, kv, total },
    workspace: made.workspace,
    offloaded,
    activationsByLayer: made.byLayer,
    communication: communicationOf(parameters, resolved, roles, whole),
  });
}
