import { type Bytes, type BytesPerSecond, bytes, type Seconds, seconds } from '#core/units.ts';
import type { ResolvedStack } from '../workload/layer.ts';
import type { Recompute } from './activations.ts';
import type { StateSettings } from './model-states.ts';
import { elementsIn, type ParameterSet } from './parameters.ts';
import { precisionBytes } from './precision.ts';
import type { Role } from './tensor-parallel.ts';

/** What one device sends in an iteration. */
export interface Exchange {
  /** As papers count it: an all-reduce of n elements is 2n, a gather or a scatter n. 0 on a device by itself. */
  readonly elements: number;
  readonly bytes: Bytes;
  /** Sent round a ring of so many devices, which is (devices − 1) / devices of it. */
  readonly sent: Bytes;
  /** `sent` over the link; null where no bandwidth was given. */
  readonly time: Seconds | null;
}
export interface Communication {
  /** Gradients, and weights that are sharded: Rajbhandari 2020, section 7. */
  readonly data: Exchange;
  /** Activations that tensor parallelism sums: Shoeybi 2019, section 3. */
  readonly tensor: Exchange;
  /** Activations and their gradients that go from stage to stage. */
  readonly pipeline: Exchange;
  readonly total: { readonly bytes: Bytes; readonly sent: Bytes; readonly time: Seconds | null };
}

export interface CommunicationSettings extends StateSettings {
  /** Passes whose gradients are summed before an update. */
  readonly microbatches: number;
  readonly recompute: Recompute;
  readonly link: BytesPerSecond | null;
}

function exchange(elements: number, size: number, devices: number, link: BytesPerSecond | null): Exchange {
  const volume = devices > 1 ? elements : 0;
  const sent = (volume * size * (devices - 1)) / devices;
  return {
    elements: volume,
    bytes: bytes(volume * size),
    sent: bytes(sent),
    time: link === null ? null : seconds(sent / link),
  };
}

/**
 * Elements of weights and gradients between replicas: 2Ψ up to stage 2, an all-reduce or its two halves; 3Ψ with stage 3, which gathers the weights for
 * both passes and scatters the gradients. Stages 2 and 3 scatter after each micro-batch, as no device has room for all gradients.
 */
function dataElements(parameters: ParameterSet, settings: CommunicationSettings): number {
  const { zero, tensor, pipeline, microbatches } = settings;
  const all = elementsIn(parameters, false, tensor) / pipeline;
  const trained = elementsIn(parameters, true, tensor) / pipeline;
  if (zero === 3) return microbatches * (2 * all + trained);
  return zero === 2 ? (microbatches + 1) * trained : 2 * trained;
}

/**
 * Elements that tensor parallelism moves in one micro-batch: forward it sums the outputs of row layers and embeddings and gathers those of split last
 * layers; backward it sums the gradients of what column layers read, once for all that read the same. Full recomputation does the forward sums
 * again. With sequence parallelism each sum is a scatter and a gather of as much.
 */
export function tensorElements(
  { layers }: ResolvedStack,
  roles: ReadonlyMap<string, Role>,
  recompute: Recompute,
): number {
  let elements = 0;
  const summed = new Set<string>();
  for (const { path, group, times, producers, inputElements, outputElements } of layers) {
    const role = roles.get(path);
    const forward = recompute === 'full' && group !== undefined ? 2 * times : times;
    if (role === 'row' || role === 'vocabulary') elements += 2 * forward * outputElements;
    if (role === 'gathered') elements += forward * outputElements;
    const key = `${group ?? ''} ${producers[0] ?? ''}`;
    if ((role !== 'column' && role !== 'gathered') || summed.has(key)) continue;
    summed.add(key);
    elements += 2 * times * inputElements;
  }
  return elements;
}

/** Elements of the tensor that goes from one pipeline stage to the next: the widest repeat group's output. */
export function stageElements({ layers }: ResolvedStack): number {
  let widest = 0;
  layers.forEach(({ group, outputElements }, index) => {
    if (group !== undefined && layers[index + 1]?.group !== group) widest = Math.max(widest, outputElements);
  });
  return widest;
}

/** What one device sends in an iteration; `resolved` is null where only the number of parameters is known. */
export function communicationOf(
  parameters: ParameterSet,
  resolved: ResolvedStack | null,
  roles: ReadonlyMap<string, Role>,
  settings: CommunicationSettings,
): Communication {
  const { precision, data, tensor, pipeline, microbatches, recompute, link } = settings;
  const size = precisionBytes[precision].gradient;
  const between = exchange(dataElements(parameters, settings), size, data, link);
  const summed = resolved === null ? 0 : (microbatches * tensorElements(resolved, roles, recompute)) / pipeline;
  const within = exchange(summed, size, tensor, link);
  // A stage sends each micro-batch's output on and the gradient of its input back: nothing goes round.
  const handed = resolved === null || pipeline === 1 ? 0 : 2 * microbatches * stageElements(resolved);
  const along: Exchange = {
    elements: handed,
    bytes: bytes(handed * size),
    sent: bytes(handed * size),
    time: link === null ? null : seconds((handed * size) / link),
  };
  const parts = [between, within, along];
  const sumOf = (value: (part: Exchange) => number) => parts.reduce((total, part) => total + value(part), 0);
  return {
    data: between,
    tensor: within,
    pipeline: along,
    total: {
      bytes: bytes(sumOf((part) => part.bytes)),
      sent: bytes(sumOf(({ sent }) => sent)),
      time: link === null ? null : seconds(sumOf(({ time }) => time ?? 0)),
    },
  };
}
