import { seededRandom } from '#core/random.ts';
import source from '#shaders/compute/fma-f16.wgsl?raw';
import { sizeOf } from '../problem.ts';
import { vectorChains } from './vector-chains.ts';

/** Unit roundoff of f16. */
const HALF_ROUNDOFF = 2 ** -11;

/** Seeded 128ths in [−1, 1): f16 holds each, its eighth, and that less one. */
function halfSeeds(elements: number): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: elements }, () => random.integer(256) / 128 - 1);
}

export const fmaF16 = vectorChains({
  id: 'compute/fma-f16',
  title: 'Multiply-add peak, f16',
  teaches:
    'The same sixteen chains in numbers of half the width: a GPU that packs two into a register does up to twice as many.',
  source,
  requires: { features: ['shader-f16'] },
  unit: HALF_ROUNDOFF,
  content: {
    key: (problem) => `128ths for ${sizeOf(problem, 'invocations')} invocations`,
    fill: (problem) => halfSeeds(4 * sizeOf(problem, 'invocations')),
  },
});
