import { unwrap } from '#core/result.ts';
import {
  type Trained,
  type TrainingMemory,
  type TrainingSettings,
  trainingMemory,
  trainingModel,
} from '../training/memory.ts';
import type { ResolvedStack } from '../workload/layer.ts';

/** As `ridgepoint memory` begins: one device, AdamW in mixed precision, nothing sharded or made again. */
const SETTINGS: TrainingSettings = {
  optimizer: 'adamw',
  precision: 'mixed',
  zero: 0,
  convention: 'zero',
  offload: 'none',
  devices: 1,
  tensor: 1,
  pipeline: 1,
  sequenceParallel: false,
  microbatches: 1,
  recompute: 'none',
  dropout: false,
  lora: null,
  link: null,
};

function memoryOf(trained: Trained, changed: Partial<TrainingSettings>): TrainingMemory {
  const settings = { ...SETTINGS, ...changed };
  return unwrap(trainingMemory(unwrap(trainingModel(trained, settings)), settings));
}

/** What one device holds, of a model of which only the number of parameters is known. */
export const memoryOfParameters = (parameters: number, changed: Partial<TrainingSettings>, largestLayer = 0) =>
  memoryOf({ of: 'parameters', parameters, largestLayer }, changed);

/** What one device holds, of a stack. */
export const memoryOfStack = (resolved: ResolvedStack, changed: Partial<TrainingSettings>) =>
  memoryOf({ of: 'stack', resolved }, changed);
