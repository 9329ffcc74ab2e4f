import { type Bytes, bytes } from '#core/units.ts';

/** Formats that weights, activations and compute peaks are counted in. */
export const NUMBER_FORMATS = ['f32', 'f16', 'bf16', 'fp8', 'int8', 'int4'] as const;
export type NumberFormat = (typeof NUMBER_FORMATS)[number];

const BITS: Record<NumberFormat, number> = { f32: 32, f16: 16, bf16: 16, fp8: 8, int8: 8, int4: 4 };

export const formatBits = (format: NumberFormat): number => BITS[format];
/** Bytes of a tensor of `elements`; int4 packs two elements to a byte. */
export const formatBytesOf = (elements: number, format: NumberFormat): Bytes => bytes((elements * BITS[format]) / 8);
