import type { NumberFormat } from '../workload/number-format.ts';

/** How training keeps its numbers. `mixed` is ZeRO's: 16-bit weights and gradients beside a master copy in f32. */
export const PRECISIONS = ['f32', 'mixed', 'mixed-no-master', 'f16', 'bf16'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Bytes of one element of each thing that training keeps. */
export interface PrecisionBytes {
  readonly weight: number;
  readonly gradient: number;
  /** The f32 copy that the optimizer updates; 0 where it updates the weights themselves. */
  readonly master: number;
  readonly moment: number;
  /** Of activations and of the KV cache. */
  readonly activation: NumberFormat;
}

const HALF = { weight: 2, gradient: 2, master: 0, moment: 2 } as const;

/** Micikevicius 2018 for mixed precision; without a master copy the moments stay in f32; in pure 16 bit nothing does. */
export const precisionBytes: Readonly<Record<Precision, PrecisionBytes>> = {
  f32: { weight: 4, gradient: 4, master: 0, moment: 4, activation: 'f32' },
  mixed: { weight: 2, gradient: 2, master: 4, moment: 4, activation: 'f16' },
  'mixed-no-master': { weight: 2, gradient: 2, master: 0, moment: 4, activation: 'f16' },
  f16: { ...HALF, activation: 'f16' },
  bf16: { ...HALF, activation: 'bf16' },
};
