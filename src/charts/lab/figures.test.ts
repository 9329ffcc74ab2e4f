import { csvParse } from 'd3';
import { describe, expect, it } from 'vitest';
import { parseRun } from '#measure/record/run-schema.ts';
import type { Figure } from './figure.ts';
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
    'occupancy',
  ],
  cpu: ['latency', 'working-set', 'streams', 'stride', 'stride-width', 'formats', 'tiles'],
} as const;
const named = (figures: readonly Figure[], id: string) => figures.find((one) => one.id === id);

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
      for (const row of rows) expect(row['provenance']).toMatch(/^(measured|modelled)$/);
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
    expect(takeaway).toContain('a processor runs these kernels');
    expect(notes.join(' ')).toContain('software adapter');
  }
});

it('claims no difference where intervals overlap', () => {
  const run = runOfEverything();
  const wide = run.measurements.map((one) => ({ ...one, interval: [1e-12, 1e3] as unknown as typeof one.interval }));
  const figures = figuresOf({ ...run, measurements: wide }, 'measured');
  for (const id of IDS.webgpu.filter((one) => one !== 'stride-width'))
    expect(named(figures, id)?.takeaway, id).toMatch(/interval/);
});
