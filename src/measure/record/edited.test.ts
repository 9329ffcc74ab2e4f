import { describe, expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import { machineFromRun } from './calibration.ts';
import { editedSentence } from './derived.ts';
import { editedHash, LONGEST_SOURCE } from './edited.ts';
import { runToCsv } from './export.ts';
import { measuredPoints } from './measured-points.ts';
import type { Measurement } from './record.ts';
import { parseRun } from './run-schema.ts';
import { sampleMeasurement, sampleRun } from './sample-run.ts';
import { parseSummary, runFromSummary, summarise } from './summary.ts';

const version = { source: '// mine', constants: { TILE: 8 } };
const edited = { ...version, hash: editedHash(version) };
const measurement = sampleMeasurement({ role: 'edited', edited });
const original = sampleMeasurement();
const withOne = (one: Measurement) => sampleRun({ measurements: [...sampleRun().measurements, one] });

describe('the hash of a version', () => {
  it('is that of its parts, in whatever order its constants stand', () => {
    expect(edited.hash).toMatch(/^[0-9a-f]{8}$/);
    expect(editedHash({ source: '', constants: { A: 1, B: 2 } })).toBe(
      editedHash({ source: '', constants: { B: 2, A: 1 } }),
    );
    const others = [
      { ...version, source: '// mine ' },
      { ...version, constants: { TILE: 9 } },
      { ...version, workgroups: [1, 1, 1] as const },
    ];
    expect(new Set([version, ...others].map(editedHash)).size).toBe(4);
  });
});

describe('an edited measurement in a run', () => {
  it('stands beside the original under a name of its own, and is read back from a file', () => {
    const run = withOne(measurement);
    expect(measurement.id).toBe(`${original.id} · edited ${edited.hash}`);
    const read = parseRun(JSON.parse(JSON.stringify(run)));
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && read.value.measurements.at(-1)).toEqual(measurement);
  });

  it.each([
    ['a hash that is not its own', { ...measurement, edited: { ...edited, source: '// theirs' } }, 'edited.hash'],
    ['no source', { ...measurement, edited: undefined, id: `${original.id} · edited` }, 'edited'],
    ['the role of an original', { ...measurement, role: 'point' as const, id: original.id }, 'edited'],
    [
      'a source that is too long',
      { ...measurement, edited: { ...edited, source: 'x'.repeat(LONGEST_SOURCE + 1) } },
      'edited.source',
    ],
    ['the name of the original', { ...measurement, id: original.id }, 'id'],
  ])('is refused with %s', (_, one, field) => {
    const run = { ...sampleRun(), measurements: [...sampleRun().measurements.filter(({ id }) => id !== one.id), one] };
    const read = parseRun(JSON.parse(JSON.stringify(run)));
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.error.field).toMatch(/^measurements\[\d+\]\./);
    expect(read.ok ? '' : read.error.field.replace(/^.*?\]\./, '')).toBe(field);
  });

  it('is called edited on the chart, in the table of samples and in a link', () => {
    const run = withOne(measurement);
    const machine = machineFromRun(run, 'measured');
    if (machine === null) throw new Error('the sample run has ceilings');
    const point = measuredPoints(run, machine).find(({ subject }) => subject === measurement.id);
    expect(point?.explanation).toContain('are those of the original');
    expect(point?.label).toBe(`matmul/naive 64×32×16, edited ${edited.hash}`);
    expect(runToCsv(run)).toContain(`,${edited.hash}\r\n`);
    const linked = parseSummary(JSON.parse(JSON.stringify(summarise(run))));
    expect(linked).toMatchObject({ ok: true });
    const read = linked.ok ? runFromSummary(linked.value).measurements.at(-1) : undefined;
    expect(read?.id).toBe(`${original.id} · edited`);
    // The source stays with who wrote it.
    expect(JSON.stringify(linked)).not.toContain('mine');
  });
});

describe('editedSentence', () => {
  const timed = (median: number, low: number, high: number) =>
    sampleMeasurement({ median: seconds(median), interval: [seconds(low), seconds(high)] });
  it('says how many times as fast with the interval of both', () => {
    expect(editedSentence(timed(1e-3, 0.9e-3, 1.1e-3), timed(2e-3, 1.8e-3, 2.2e-3))).toBe(
      'The edited kernel is 2× as fast as the original: from 1.64× to 2.44× as fast, by both 95 % intervals.',
    );
  });
  it('claims no difference that the samples do not show', () => {
    expect(editedSentence(timed(1e-3, 0.9e-3, 1.1e-3), timed(1.05e-3, 0.95e-3, 1.2e-3))).toContain('same time here');
  });
});
