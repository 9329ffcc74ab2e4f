import { describe, expect, it } from 'vitest';
import { ridgepoint } from './command.fixture.ts';

describe('ridgepoint traffic', { timeout: 60_000 }, () => {
  it('gives tilings, fusion and forms of weights that agree with analyze', async () => {
    const on = ['--stack', 'lenet5', '--machine', 'h100-sxm', '--json'];
    const [traffic, analysis] = await Promise.all([ridgepoint('traffic', ...on), ridgepoint('analyze', ...on)]);
    expect(traffic.err).toBe('');
    const answer = JSON.parse(traffic.out);
    const { totals } = JSON.parse(analysis.out);
    for (const { timeBefore, timeAfter } of answer.fusion) {
      expect(timeBefore).toBe(totals.time);
      expect(timeAfter).toBeLessThanOrEqual(timeBefore);
    }
    for (const { tilings, weights } of answer.layers) {
      for (const { moved, closedForm, compulsory } of tilings) {
        expect(moved).toBeLessThanOrEqual(closedForm);
        expect(moved).toBeGreaterThanOrEqual(compulsory);
      }
      if (weights.length > 0) expect(weights[0]).toMatchObject({ form: 'dense', besides: 0, breakEven: 0 });
    }
    // conv1: 6 × 1 × 5 × 5 in f16.
    expect(answer.layers[0].weights[0].weights).toBe(300);
  });

  it('answers bad input with one line that names the flag, and exit code 2', async () => {
    const fine = ['--stack', 'lenet5', '--machine', 'h100-sxm'];
    for (const [flag, value] of [
      ['--density', '1.5'],
      ['--density', '-0.1'],
      ['--density', 'half'],
      ['--layer', 'conv9'],
      ['--format', 'f33'],
    ] as const) {
      const { code, out, err } = await ridgepoint('traffic', ...fine, `${flag}=${value}`);
      expect([code, out], value).toEqual([2, '']);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect(err).toContain(flag);
    }
  });
});
