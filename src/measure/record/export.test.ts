import { csvParse } from 'd3';
import { describe, expect, it } from 'vitest';
import { adapterName, runFileName, runToCsv } from './export.ts';
import { withMeasurement } from './merge.ts';
import { MAX_MEASUREMENTS, type Measurement } from './record.ts';
import { sampleMeasurement, sampleRun } from './sample-run.ts';
import { shortEnvironment } from './summary.ts';

describe('CSV', () => {
  it('has a line for every raw sample, under a header with units', () => {
    const run = sampleRun();
    const rows = csvParse(runToCsv(run));
    expect(rows).toHaveLength(run.measurements.reduce((count, { samples }) => count + samples.length, 0));
    expect(rows.columns).toContain('seconds_per_dispatch_s');
    expect(rows.columns).toContain('moved_B');
    const back = rows
      .filter(({ kernel }) => kernel === 'matmul/naive')
      .map((row) => Number(row['seconds_per_dispatch_s']));
    expect(back).toEqual(run.measurements.at(-1)?.samples);
    expect(rows[0]).toMatchObject({ run: 'run-sample', flop_FLOP: '1000000000', clock: 'timestamp-query' });
  });

  it('quotes what needs it, and lets no text be a formula', () => {
    const run = sampleRun({ environment: 'a "quoted", text\nin two lines', id: '=HYPERLINK("x")' });
    const [row] = csvParse(runToCsv(run));
    expect(row?.['environment']).toBe('a "quoted", text\nin two lines');
    expect(row?.['run']).toBe(`'=HYPERLINK("x")`);
  });
});

describe('names', () => {
  it('take the most telling words of the adapter', () => {
    const adapter = sampleRun().adapter;
    expect(adapterName({ adapter })).toBe('acme roadrunner');
    expect(adapterName({ adapter: { ...adapter, description: 'ACME 9000' } })).toBe('ACME 9000');
    expect(adapterName({ adapter: { ...adapter, vendor: '', architecture: '' } })).toBe('unnamed adapter');
    expect(runFileName(sampleRun(), 'csv')).toBe('ridgepoint-2026-11-21-acme-roadrunner.csv');
  });

  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
      'Edge 156, Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15',
      'Safari 26.0, macOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox 150, Linux'],
    [
      'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36',
      'Chrome 156, Android',
    ],
    ['Node 22.1.0, Dawn 0.6.2', 'Node 22.1.0, Dawn 0.6.2'],
  ])('shorten %s', (userAgent, short) => {
    expect(shortEnvironment(userAgent)).toBe(short);
  });
});

/** Measurements that differ in their problem. */
const numbered = (i: number, role: Measurement['role'] = 'point') =>
  sampleMeasurement({ problem: { m: i, n: 1, k: 1 }, role });

describe('one more measurement', () => {
  it('takes the place of the same kernel on the same problem in the same role', () => {
    const again = sampleMeasurement({ notes: ['again'] });
    const run = withMeasurement(sampleRun(), again);
    expect(run.measurements).toHaveLength(4);
    expect(run.measurements.at(-1)).toBe(again);
  });

  it('goes to the end where there was none, and never makes a run that cannot be read', () => {
    const other = sampleMeasurement({ problem: { m: 1, n: 2, k: 3 } });
    expect(withMeasurement(sampleRun(), other).measurements.at(-1)).toBe(other);
    const full = sampleRun({
      measurements: [
        ...sampleRun().measurements.slice(0, 3),
        ...Array.from({ length: MAX_MEASUREMENTS - 3 }, (_, i) => numbered(i)),
      ],
    });
    const after = withMeasurement(full, other).measurements;
    expect(after).toHaveLength(MAX_MEASUREMENTS);
    expect(after[0]?.role).toBe('compute-peak');
    const sweep = Array.from({ length: MAX_MEASUREMENTS - 1 }, (_, i) => numbered(i, 'sweep'));
    const swept = sampleRun({ measurements: [...sweep, ...sampleRun().measurements.slice(0, 1)] });
    expect(withMeasurement(swept, other).measurements.map(({ id }) => id)).not.toContain(numbered(0, 'sweep').id);
    expect(after.some(({ id }) => id === numbered(0).id)).toBe(false);
  });
});
