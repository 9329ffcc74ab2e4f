import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRunText } from '#measure/record/run-schema.ts';
import { file, folder, ridgepoint } from './command.fixture.ts';

describe('ridgepoint run', { timeout: 180_000 }, () => {
  it('refuses what cannot be run before it looks for a GPU', async () => {
    const misfit = { name: 'Misfit', input: { shape: [3] }, layers: [{ name: 'conv', kind: 'conv2d', fields: {} }] };
    const cases: readonly (readonly [args: readonly string[], words: readonly string[]])[] = [
      [[], ['--stack', 'missing']],
      [
        ['--stack', 'lenet'],
        ['--stack', 'lenet5'],
      ],
      [
        ['--stack', file('misfit.json', misfit)],
        ['misfit.json', 'conv'],
      ],
      [
        ['--stack', file('broken.json', '{')],
        ['broken.json', 'JSON'],
      ],
      [
        ['--stack', 'lenet5', '--batch', '0'],
        ['--batch', '0'],
      ],
      [
        ['--stack', 'lenet5', '--sequence', '8'],
        ['--sequence', 'lenet5'],
      ],
      [
        ['--stack', 'lenet5', '--out', 'nowhere/run.json'],
        ['--out', 'nowhere'],
      ],
      [
        ['--stack', 'lenet5', '--fused=yes'],
        ['--fused', 'no value'],
      ],
      [
        ['--stack', 'lenet5', '--device', 'cpu'],
        ['--device', '--stack'],
      ],
    ];
    for (const [args, words] of cases) {
      const { code, out, err } = await ridgepoint('run', ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(out, args.join(' ')).toBe('');
      expect(err.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
      for (const word of words) expect(err, args.join(' ')).toContain(word);
    }
  });

  it('runs a small stack on the GPU or says that there is no driver, and the run can be read', async () => {
    const { code, out, err } = await ridgepoint('run', '--stack', 'lenet5', '--fused', '--json', '--out', 'lenet.json');
    if (code === 1) {
      expect(err).toContain('no GPU driver was found');
      return;
    }
    expect(code, err).toBe(0);
    expect(out).toBe('');
    const text = readFileSync(join(folder, 'lenet.json'), 'utf8');
    const run = parseRunText(text);
    expect(run).toMatchObject({
      ok: true,
      value: { suite: 'stack', stack: { stack: 'lenet5', fused: true, skipped: [] } },
    });
    const { comparison, calibration } = JSON.parse(text) as {
      comparison: { rows: { layers: { layer: string }[] }[]; coverage: { flop: number }; tau: number };
      calibration: { sentence: string };
    };
    expect(comparison.rows[0]?.layers.map(({ layer }) => layer)).toEqual(['conv1', 'tanh1']);
    expect(comparison.coverage.flop).toBe(1);
    expect(Math.abs(comparison.tau)).toBeLessThanOrEqual(1);
    expect(calibration.sentence).toMatch(/shapes/);
  });
});
