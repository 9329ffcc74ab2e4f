import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from '#core/units.ts';
import { runToJson } from './export.ts';
import { MAX_MEASUREMENTS } from './record.ts';
import { parseRun, parseRunText } from './run-schema.ts';
import { sampleDiscovery, sampleMeasurement, sampleRun } from './sample-run.ts';
import { parseSummary, runFromSummary, summarise } from './summary.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const faultOf = (json: unknown) => {
  const parsed = parseRun(json);
  return parsed.ok ? null : parsed.error;
};
const MATRIX = { M: 16, N: 16, K: 16, componentType: 'f16', resultComponentType: 'f32' };

/** The sample with everything that a run may hold and need not. */
const whole = () => {
  const run = sampleRun({ machine: sampleDiscovery() });
  const languageFeatures = ['packed_4x8_integer_dot_product'];
  const adapter = { ...run.adapter, languageFeatures, subgroupMatrixConfigs: [MATRIX] };
  const inWorkgroups = { ...sampleMeasurement().cost, workgroup: bytes(4096) };
  const swept = sampleMeasurement({ kernel: 'workgroup/read', role: 'sweep', cost: inWorkgroups });
  return { ...run, adapter, measurements: [...run.measurements, swept] };
};
/** The sample with one field, by path, set to a value. */
function withField(path: string, value: unknown): unknown {
  const run = plain(whole()) as Record<string, unknown>;
  const keys = path.split('.');
  let at: Record<string, unknown> = run;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ''] = value;
  return run;
}

describe('a run read from JSON', () => {
  it('is the run that was written', () => {
    expect(parseRunText(runToJson(sampleRun()))).toEqual({ ok: true, value: sampleRun() });
  });

  it('keeps a discovery, language features and workgroup bytes', () => {
    expect(parseRunText(runToJson(whole()))).toEqual({ ok: true, value: whole() });
  });

  it.each([
    ['machine', [], 'machine.tiers'],
    ['machine.tiers', [], 'machine.tiers'],
    ['machine.tiers', new Array(10).fill(sampleDiscovery().tiers[2]), 'machine.tiers'],
    ['machine.tiers.0.capacity', null, 'machine.tiers'],
    ['machine.tiers.1.capacity', { value: 1024, provenance: 'measured' }, 'machine.tiers'],
    ['machine.tiers.1.id', 'tier-1', 'machine.tiers'],
    ['machine.tiers.1.id', 'all', 'machine.tiers[1].id'],
    ['machine.tiers.1.name', 'x'.repeat(100), 'machine.tiers[1].name'],
    ['machine.tiers.1.latency.value', -1, 'machine.tiers[1].latency.value'],
    ['machine.tiers.1.latency.interval', [1, 2], 'machine.tiers[1].latency'],
    ['machine.tiers.1.bandwidth.provenance', 'guessed', 'machine.tiers[1].bandwidth.provenance'],
    ['machine.tiers.2.bandwidth', 7, 'machine.tiers[2].bandwidth'],
    ['machine.tiers.2.confidence', 1.01, 'machine.tiers[2].confidence'],
    ['machine.range', [2, 1], 'machine.range'],
    ['machine.sentences', new Array(40).fill(''), 'machine.sentences'],
    ['machine.sentences', ['x'.repeat(500)], 'machine.sentences[0]'],
    ['adapter.languageFeatures', ['x'.repeat(200)], 'adapter.languageFeatures[0]'],
    ['adapter.subgroupMatrixConfigs.0.M', 0, 'adapter.subgroupMatrixConfigs[0].M'],
    ['adapter.subgroupMatrixConfigs.0.componentType', '', 'adapter.subgroupMatrixConfigs[0].componentType'],
    ['adapter.subgroupMatrixConfigs', new Array(300).fill(MATRIX), 'adapter.subgroupMatrixConfigs'],
    ['measurements.4.cost.workgroup', -1, 'measurements[4].cost.workgroup'],
    ['measurements.4.role', 'hero', 'measurements[4].role'],
    ['version', 2, 'version'],
    ['startedAt', 'yesterday', 'startedAt'],
    ['seconds', -1, 'seconds'],
    ['engine', 'cuda', 'engine'],
    ['adapter.fallback', 'no', 'adapter.fallback'],
    ['adapter.subgroupMinSize', 4096, 'adapter.subgroupMinSize'],
    ['adapter.limits', Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`limit${i}`, i])), 'adapter.limits'],
    ['environment', 'x'.repeat(5000), 'environment'],
    ['measurements', {}, 'measurements'],
    ['measurements.0.kernel', '<img src=x>', 'measurements[0].kernel'],
    ['measurements.1.median', null, 'measurements[1].median'],
    ['measurements.1.median', 1, 'measurements[1]'],
    ['measurements.1.samples', new Array(2000).fill(1), 'measurements[1].samples'],
    ['measurements.2.samples.3', 0, 'measurements[2].samples[3]'],
    ['measurements.2.interval', [2, 1], 'measurements[2]'],
    ['measurements.2.cost.useful', 1e20, 'measurements[2].cost'],
    ['measurements.2.cost.flop', '9', 'measurements[2].cost.flop'],
    ['measurements.3.verified.worst', 1.5, 'measurements[3].verified.worst'],
    ['measurements.3.verified.rowsChecked', 100, 'measurements[3].verified'],
    ['measurements.3.problem.m', 1.5, 'measurements[3].problem.m'],
    ['measurements.3.dispatches', 0, 'measurements[3].dispatches'],
    ['measurements.3.clock.kind', 'sundial', 'measurements[3].clock.kind'],
    ['faults.0.kind', 'tired', 'faults[0].kind'],
  ])('with a bad %s is refused by its field', (path, value, field) => {
    const fault = faultOf(withField(path, value));
    expect(fault?.field).toBe(field);
    expect(fault?.message.length).toBeGreaterThan(0);
    expect(fault?.message.length).toBeLessThan(260);
  });

  it('with two measurements of one id, or too many, is refused', () => {
    const one = sampleMeasurement();
    expect(faultOf(plain(sampleRun({ measurements: [one, one] })))).toMatchObject({ field: 'measurements' });
    const many = Array.from({ length: MAX_MEASUREMENTS + 1 }, (_, i) => sampleMeasurement({ problem: { m: i } }));
    expect(faultOf(plain(sampleRun({ measurements: many })))).toMatchObject({ field: 'measurements' });
  });

  it('keeps known fields only, and is not fooled by a prototype', () => {
    const text = runToJson(sampleRun()).replace('{', '{"__proto__":{"polluted":1},"extra":2,');
    expect(parseRunText(text)).toEqual({ ok: true, value: sampleRun() });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('that is not JSON is a fault', () => {
    expect(parseRunText('{"version":')).toMatchObject({ ok: false, error: { field: 'run' } });
    expect(parseRunText('')).toMatchObject({ ok: false });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof parseRun(value).ok === 'boolean'));
    fc.assert(fc.property(fc.anything(), (value) => typeof parseSummary(value).ok === 'boolean'));
    fc.assert(fc.property(fc.string(), (text) => !parseRunText(text).ok));
  });

  it('never throws on a mutated run, and what it accepts it accepts again', () => {
    const text = runToJson(whole());
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(12), fc.string({ maxLength: 6 }), (at, cut, put) => {
        const parsed = parseRunText(text.slice(0, at) + put + text.slice(at + cut));
        if (parsed.ok) expect(parseRunText(runToJson(parsed.value))).toEqual(parsed);
        else expect(parsed.error.field).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });

  it('accepts any value in any field without throwing', () => {
    const paths = [
      'machine',
      'machine.tiers.0',
      'machine.range',
      'adapter',
      'measurements.0',
      'measurements.0.cost',
      'measurements.0.interval',
      'faults.0',
      'suite',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        expect(typeof parseRun(withField(path, value)).ok).toBe('boolean');
      }),
    );
  });
});

describe('a summary', () => {
  it('comes back through JSON, with four digits and no sample', () => {
    const summary = summarise(sampleRun());
    expect(parseSummary(plain(summary))).toEqual({ ok: true, value: summary });
    expect(JSON.stringify(summary)).not.toContain('samples');
    expect(summary).toMatchObject({ device: 'acme roadrunner', environment: 'Chrome 156, Linux', subgroupWidth: 32 });
  });

  it('keeps ceilings first and at most sixteen points', () => {
    const points = Array.from({ length: 40 }, (_, i) => sampleMeasurement({ problem: { m: i, n: 1, k: 1 } }));
    const { measurements } = sampleRun();
    const summary = summarise(sampleRun({ measurements: [...points, ...measurements.slice(0, 3)] }));
    expect(summary.points).toHaveLength(16);
    expect(summary.points.slice(0, 3).map(({ role }) => role)).toEqual([
      'compute-peak',
      'cache-bandwidth',
      'memory-bandwidth',
    ]);
  });

  it('gives a run that can be shown and saved, and says what is not in it', () => {
    const run = runFromSummary(summarise(sampleRun()));
    expect(parseRunText(runToJson(run))).toEqual({ ok: true, value: run });
    expect(run.measurements.map(({ median }) => median)).toEqual(sampleRun().measurements.map(({ median }) => median));
    expect(run.measurements[0]?.notes.join()).toContain('not in the link');
    expect(summarise(run).points).toEqual(summarise(sampleRun()).points);
  });

  it('leaves the points of curves with the writer, and carries the tiers found in them', () => {
    const summary = summarise(whole());
    expect(summary.points.map(({ role }) => role)).not.toContain('sweep');
    expect(parseSummary(plain(summary))).toEqual({ ok: true, value: summary });
    const { machine } = runFromSummary(summary);
    const [first, , last] = machine?.tiers ?? [];
    expect(machine?.tiers.map(({ id, name }) => `${id} ${name}`)).toEqual(['tier-1 L1', 'tier-2 L2', 'tier-3 Memory']);
    expect(first?.capacity).toMatchObject({ value: 32_770, provenance: 'recorded', interval: [29_490, 36_040] });
    expect(first?.capacity?.source).toContain('acme roadrunner, Chrome 156, Linux, 2026-11-21');
    expect([last?.capacity, last?.latency?.value]).toEqual([null, 9e-8]);
    expect(parseRunText(runToJson(runFromSummary(summary)))).toMatchObject({ ok: true });
    expect(summarise(sampleRun())).not.toHaveProperty('machine');
  });

  it.each([
    ['capacity', [2, 3, 4]],
    ['latency', [-1, -1, -1]],
    ['confidence', 7],
    ['name', ''],
  ])('with a hostile %s of a tier is refused', (field, value) => {
    const summary = plain(summarise(whole())) as { machine: { tiers: Record<string, unknown>[] } };
    const [first = {}, ...others] = summary.machine.tiers;
    const tiers = [{ ...first, [field]: value }, ...others];
    expect(parseSummary({ ...summary, machine: { ...summary.machine, tiers } })).toMatchObject({ ok: false });
  });

  it('with the same point twice still has ids of their own', () => {
    const summary = summarise(sampleRun());
    const twice = runFromSummary({ ...summary, points: [...summary.points, ...summary.points] });
    expect(new Set(twice.measurements.map(({ id }) => id)).size).toBe(8);
  });

  it('with hostile numbers is refused', () => {
    const summary = plain(summarise(sampleRun())) as { points: { median: number }[] };
    const [first] = summary.points;
    if (!first) throw new Error('no point');
    expect(parseSummary({ ...summary, points: [{ ...first, median: 1e9 }] })).toMatchObject({
      error: { field: 'points[0].median' },
    });
    expect(parseSummary({ ...summary, points: new Array(17).fill(first) })).toMatchObject({ ok: false });
  });
});
