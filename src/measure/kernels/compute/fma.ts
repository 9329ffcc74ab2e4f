import source from '#shaders/compute/fma.wgsl?raw';
import { UNIT_ROUNDOFF } from '../rounding.ts';
import { vectorChains } from './vector-chains.ts';

export const fma = vectorChains({
  id: 'compute/fma',
  title: 'Multiply-add peak',
  teaches:
    'Sixteen independent chains of multiply-adds on registers: the arithmetic that is there when no byte has to be waited for.',
  source,
  unit: UNIT_ROUNDOFF,
});
