import { flopsPerByte } from '#core/units.ts';
import { opteron } from '../../machine/presets/opteron-x2.ts';
import { attainable, rooflineOf } from '../../roofline/ceilings.ts';
import type { PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';

const ridge = () =>
  rooflineOf(opteron).ridges.find(({ tier, format }) => tier === 'dram' && format === 'f32')?.intensity ?? Number.NaN;
const bound = (intensity: number) => attainable(rooflineOf(opteron), 'dram', 'f32', flopsPerByte(intensity));

export const williams: PublishedTable = {
  id: 'williams',
  name: 'Williams',
  source:
    'Williams, Waterman, Patterson, Roofline: An Insightful Visual Performance Model, Communications of the ACM 52(4)',
  year: 2009,
  figures: [
    {
      id: 'opteron-x2/ridge',
      what: 'Opteron X2, ridge point at DRAM',
      where: 'section "The Roofline model": 17.6 GFLOP/s over 15 GB/s',
      unit: 'FLOP/B',
      inputs: { machine: 'opteron-x2', peak: 17.6e9, bandwidth: 15e9 },
      by: 'rooflineOf',
      ours: ridge,
      theirs: 17.6 / 15,
      rule: EXACT,
    },
    {
      id: 'opteron-x2/low',
      what: 'Opteron X2, attainable at 0.25 FLOP/B, the left end of figure 1a',
      where: 'figure 1a, the slanted roof',
      unit: 'FLOP/s',
      inputs: { machine: 'opteron-x2', intensity: 0.25 },
      by: 'rooflineOf, attainable',
      ours: () => bound(0.25),
      theirs: 3.75e9,
      rule: EXACT,
    },
    {
      id: 'opteron-x2/high',
      what: 'Opteron X2, attainable at 16 FLOP/B, the right end of figure 1a',
      where: 'figure 1a, the flat roof',
      unit: 'FLOP/s',
      inputs: { machine: 'opteron-x2', intensity: 16 },
      by: 'rooflineOf, attainable',
      ours: () => bound(16),
      theirs: 17.6e9,
      rule: EXACT,
    },
  ],
};
