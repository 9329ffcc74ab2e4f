import { csvParse } from 'd3';
import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import { parseRun } from '#measure/record/run-schema.ts';
import { figureToCsv } from './figure-csv.ts';
import { figuresOf } from './figures.ts';
import { placesOf } from './places.ts';
import { runOfEverything } from './run-of-everything.fixture.ts';

const IDS = {
  webgpu: [
    'latency',
    'working-set',
    'streams',
    'stride',
    'stride-width',
    'random',
    'bank-conflicts',
    'chains',
    'formats',
    'overheads',
    'tiles',
    'tuning',
    'ladder',
    'ladder-formats',
    'few-rows',
    'convolution',
    'fusion',
    'fusion-norm',
    'compression',
    'prefetch',
    'occupancy',
    'attention',
    'attention-bytes',
    'attention-variants',
    'matvec',
    'matvec-achieved',
    'matvec-sparse',
  ],
  cpu: ['latency', 'working-set', 'streams', 'stride', 'stride-width', 'formats', 'tiles'],
} as const;

describe.each(['webgpu', 'cpu'] as const)('figures of a run of everything on %s', (engine) => {
  const run = runOfEverything(engine);
  const figures = figuresOf(run, 'measured');

  it('is a run that the schema accepts, with every figure', () => {
    expect(parseRun(JSON.parse(JSON.stringify(run)))).toEqual({ ok: true, value: run });
    expect(figures.map(({ id }) => id)).toEqual(IDS[engine]);
  });

  it('has finite values with labels, x in ascending order, and a sentence', () => {
    for (const figure of figures) {
      expect(figure.takeaway).toMatch(engine === 'cpu' ? /^On this processor .*\.$/ : /^On this GPU .*\.$/);
      expect(figure.takeaway).not.toMatch(/NaN|–|undefined|∞/);
      if (figure.kind !== 'curve') continue;
      for (const { points } of figure.series) {
        expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
        for (const { y, label } of points) expect([Number.isFinite(y) && y > 0, label !== '']).toEqual([true, true]);
      }
    }
  });

  it('gives as many lines of CSV as places, which parse back', () => {
    for (const figure of figures) {
      const rows = csvParse(figureToCsv(figure, figure));
      expect(rows).toHaveLength(2 * placesOf(figure).length);
      expect(new Set(rows.map((row) => row['run']))).toEqual(new Set(['A', 'B']));
      for (const row of rows) expect(row['provenance']).toMatch(/^(measured|modelled|derived)$/);
    }
  });
});

it('shows only what was measured', () => {
  const run = runOfEverything();
  const measurements = run.measurements.filter(({ kernel }) => kernel.startsWith('overhead/'));
  expect(figuresOf({ ...run, measurements }, 'recorded').map(({ id }) => id)).toEqual(['overheads']);
});

it('says that a processor runs the kernels of a software adapter', () => {
  const run = runOfEverything();
  for (const { takeaway, notes } of figuresOf({ ...run, adapter: { ...run.adapter, fallback: true } }, 'measured')) {
    expect(takeaway).toMatch(/^On this software adapter /);
    expect(notes.join(' ')).toContain('a processor runs these kernels');
  }
});

it('claims no difference where intervals overlap', () => {
  const run = runOfEverything();
  const measurements = run.measurements.map((one) => ({
    ...one,
    interval: [seconds(1e-12), seconds(1e3)] as const,
  }));
  const figures = figuresOf({ ...run, measurements }, 'measured', null);
  // What a load or an overhead takes compares nothing, and modelled bytes are exact.
  for (const { id, takeaway } of figures.filter(
    (one) => !['overheads', 'working-set', 'attention-bytes'].includes(one.id),
  ))
    expect(takeaway, id).toContain('the intervals');
  expect(figures.map(({ takeaway }) => takeaway).join('\n')).not.toMatch(
    /\d×(?!\d)|slowest|fastest|% of the bandwidth|falls/,
  );
});
