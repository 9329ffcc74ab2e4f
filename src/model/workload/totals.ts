import type { ResolvedStack } from './layer.ts';

export interface StackTotals {
  /** Trainable parameters, tied ones once. */
  readonly parameters: number;
  /** With buffers: the running mean and variance of batch norms. */
  readonly stored: number;
  /** Of one batch. */
  readonly macs: number;
  readonly flop: number;
}

/** Sums over the layers, each counted as often as it occurs. */
export function stackTotals({ layers }: ResolvedStack): StackTotals {
  let parameters = 0;
  let stored = 0;
  let macs = 0;
  let flop = 0;
  for (const layer of layers) {
    parameters += layer.times * layer.parameters;
    stored += layer.times * layer.stored;
    macs += layer.times * layer.macs;
    flop += layer.times * layer.flop;
  }
  return { parameters, stored, macs, flop };
}
