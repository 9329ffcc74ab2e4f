import { unwrap } from '#core/result.ts';
import type { Machine } from '../../machine/machine.ts';
import { parseMachine } from '../../machine/machine-schema.ts';
import { a100 } from '../../machine/presets/a100-80gb.ts';
import { h100 } from '../../machine/presets/h100-sxm.ts';
import { rooflineOf } from '../../roofline/ceilings.ts';
import type { NumberFormat } from '../../workload/number-format.ts';
import type { PublishedFigure, PublishedTable } from '../figure.ts';
import { digits } from '../rule.ts';

/** A machine as a datasheet gives it: one memory and one peak. */
const datasheet = (name: string, format: NumberFormat, peak: number, readBandwidth: number): Machine =>
  unwrap(
    parseMachine({
      id: 'datasheet',
      name,
      tiers: [{ id: 'hbm', technology: 'HBM', capacity: 16e9, readBandwidth }],
      units: [{ id: 'unit', peaks: { [format]: peak } }],
    }),
  );

const figure = (
  id: string,
  where: string,
  machine: () => Machine,
  format: NumberFormat,
  theirs: number,
  shown: number,
  inputs: PublishedFigure['inputs'],
): PublishedFigure => ({
  id,
  what: `${inputs['name']}, ridge point at HBM, dense ${format}`,
  where,
  unit: 'FLOP/B',
  inputs,
  by: 'rooflineOf',
  ours: () =>
    rooflineOf(machine()).ridges.find((ridge) => ridge.tier === 'hbm' && ridge.format === format)?.intensity ??
    Number.NaN,
  theirs,
  rule: digits(shown),
});

export const ridges: PublishedTable = {
  id: 'ridges',
  name: 'Ridge points',
  source: 'Ridge points as printed: NVIDIA datasheets and GPU Performance Background; JAX scaling book, Rooflines',
  year: 2025,
  figures: [
    figure('a100-80gb', 'datasheet of the 80 GB SXM part', () => a100, 'bf16', 153, 3, {
      name: 'A100 80 GB SXM',
      peak: 312e12,
      bandwidth: 2.039e12,
    }),
    figure('a100-2tb', 'with its bandwidth rounded', () => datasheet('A100', 'bf16', 312e12, 2e12), 'bf16', 156, 3, {
      name: 'A100, 2.0 TB/s',
      peak: 312e12,
      bandwidth: 2e12,
    }),
    figure('h100-sxm', 'datasheet of the SXM5 part', () => h100, 'bf16', 295, 3, {
      name: 'H100 SXM',
      peak: 989.4e12,
      bandwidth: 3.35e12,
    }),
    figure('v100', 'Matrix Multiplication guide', () => datasheet('V100', 'f16', 125e12, 900e9), 'f16', 138.9, 4, {
      name: 'V100',
      peak: 125e12,
      bandwidth: 900e9,
    }),
    figure('tpu-v5e', 'Rooflines', () => datasheet('TPU v5e', 'bf16', 1.97e14, 8.2e11), 'bf16', 240, 3, {
      name: 'TPU v5e',
      peak: 1.97e14,
      bandwidth: 8.2e11,
    }),
  ],
};
