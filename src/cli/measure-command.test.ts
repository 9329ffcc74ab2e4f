import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRunText } from '#measure/record/run-schema.ts';
import { folder, LAUNCH, ridgepoint } from './command.fixture.ts';

describe('ridgepoint measure', { timeout: 180_000 }, () => {
  it('refuses what measure cannot do before it measures', async () => {
    mkdirSync(join(folder, 'results'));
    const cases: readonly (readonly [args: readonly string[], words: readonly string[]])[] = [
      [
        ['--suite', 'quik'],
        ['--suite', 'quik', 'quick'],
      ],
      [
        ['--device', 'tpu'],
        ['--device', 'tpu', 'cpu'],
      ],
      [
        ['--only', 'stream,strid'],
        ['--only', 'strid', 'stride', 'working-set'],
      ],
      [
        ['--device', 'cpu', '--only', 'overheads'],
        ['--only', 'overheads', 'cpu'],
      ],
      [
        ['--only', 'stream,'],
        ['--only', 'needs names'],
      ],
      [
        ['--csv', '--json'],
        ['--csv', '--json'],
      ],
      [
        ['--out', 'nowhere/run.json'],
        ['--out', 'nowhere'],
      ],
      [
        ['--out', 'results'],
        ['--out', 'results'],
      ],
      [['--suite'], ['--suite', 'value']],
    ];
    for (const [args, words] of cases) {
      const { code, out, err } = await ridgepoint('measure', ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(out, args.join(' ')).toBe('');
      expect(err.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
      for (const word of words) expect(err, args.join(' ')).toContain(word);
    }
  });

  it('measures the processor where there is no GPU driver, into a file, and the run can be read', async () => {
    const { code, out, err } = await ridgepoint(
      'measure',
      '--device',
      'cpu',
      '--only',
      'compute',
      '--json',
      '--out',
      'run.json',
    );
    expect(err).toContain('Arithmetic');
    expect(code).toBe(0);
    expect(out).toBe('');
    const run = parseRunText(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(run).toMatchObject({ ok: true, value: { engine: 'cpu', suite: 'lab', faults: [] } });
    const text = await ridgepoint('measure', '--device', 'cpu', '--only', 'compute');
    expect(text.out).toContain('compute/fma');
    const csv = await ridgepoint('measure', '--device', 'cpu', '--only', 'compute', '--csv');
    expect(csv.out.split('\r\n')[0]).toContain('seconds_per_dispatch_s');
  });

  it('keeps what was measured when it is interrupted', async () => {
    const { INIT_CWD: _, ...env } = process.env;
    const args = [LAUNCH, 'measure', '--device', 'cpu', '--suite', 'discover', '--json'];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      const before = err;
      err += chunk;
      if (/^4 of /m.test(err) && !/^4 of /m.test(before)) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(1);
    expect(err).toContain('Stopped.');
    const lines = err.split('\n').map((line) => line.replace(/;.*/, ''));
    expect(lines).toEqual([...new Set(lines.slice(0, -1)), '']);
    const run = JSON.parse(out);
    expect(run.measurements.length).toBeGreaterThanOrEqual(3);
    expect(run.measurements.length).toBeLessThan(20);
    expect(run.faults).toMatchObject([{ kind: 'cancelled' }]);
  });
});
