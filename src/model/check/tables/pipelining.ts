import { doubleBuffered } from '../../timeline/closed-form.ts';
import type { PublishedTable } from '../figure.ts';
import { EXACT } from '../rule.ts';

export const pipelining: PublishedTable = {
  id: 'pipelining',
  name: 'Double buffering',
  source: 'Course notes: double buffering over layers, load₁ + Σ max(compᵢ, loadᵢ₊₁) + compₙ',
  year: 2025,
  figures: [
    {
      id: 'three-layers',
      what: 'Loads of 4, 2 and 6 s and compute of 3, 5 and 1 s: 4 + max(3, 2) + max(5, 6) + 1',
      where: 'the closed form',
      unit: 's',
      inputs: { loads: '4, 2, 6', computes: '3, 5, 1' },
      by: 'doubleBuffered',
      ours: () => doubleBuffered([4, 2, 6], [3, 5, 1]),
      theirs: 14,
      rule: EXACT,
    },
  ],
};
