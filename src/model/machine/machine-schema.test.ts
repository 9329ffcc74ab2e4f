import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { machineToJson, parseMachine } from './machine-schema.ts';
import { machinePresets } from './presets/index.ts';

const SHORT = {
  tiers: [
    { id: 'sram', capacity: 1e6, readBandwidth: 1e12 },
    { id: 'dram', capacity: 1e9, readBandwidth: { value: 1e10, provenance: 'published', source: 'a paper' } },
  ],
  units: [{ peaks: { f32: 1e12, f16: null } }],
};
/** The short machine with one field laid over, by path. */
function withField(path: readonly (string | number)[], value: unknown): unknown {
  const json: unknown = structuredClone(SHORT);
  let place = json as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[path.at(-1) ?? ''] = value;
  return json;
}
const faultOf = (json: unknown) => {
  const parsed = parseMachine(json);
  return parsed.ok ? null : parsed.error;
};

describe('a machine from JSON', () => {
  it('may be short: plain numbers are from the file, and the rest has defaults', () => {
    const machine = unwrap(parseMachine(SHORT));
    expect(machine).toMatchObject({ id: 'custom', name: 'custom', describe: '', subgroupWidth: null, sector: null });
    expect(machine.tiers[0]).toEqual({
      id: 'sram',
      name: 'sram',
      technology: 'unknown',
      role: 'cache',
      instances: 1,
      capacity: { value: 1e6, provenance: 'spec', source: 'file' },
      readBandwidth: { value: 1e12, provenance: 'spec', source: 'file' },
      writeBandwidth: null,
      latency: null,
      energy: null,
    });
    expect(machine.tiers[1]).toMatchObject({
      role: 'store',
      readBandwidth: { value: 1e10, provenance: 'published', source: 'a paper' },
    });
    expect(machine.units[0]).toEqual({
      id: 'core',
      name: 'core',
      tier: 'sram',
      instances: 1,
      peaks: { f32: { value: 1e12, provenance: 'spec', source: 'file' }, f16: null },
      energy: {},
      operandStore: null,
      launchOverhead: null,
    });
  });

  it('comes back the same after writing', () => {
    for (const machine of machinePresets)
      expect(unwrap(parseMachine(JSON.parse(JSON.stringify(machineToJson(machine)))))).toEqual(machine);
  });

  it.each([
    [['tiers', 1, 'capacity'], 'much', 'tiers[1].capacity', /number of bytes/],
    [['tiers', 1, 'capacity'], -1, 'tiers[1].capacity', /from 1/],
    [['tiers', 0, 'readBandwidth'], Number.POSITIVE_INFINITY, 'tiers[0].readBandwidth', /number of bytes a second/],
    [['tiers', 0, 'readBandwidth'], { value: Number.NaN }, 'tiers[0].readBandwidth.value', /number of bytes a second/],
    [['tiers', 0, 'readBandwidth'], { value: 1, provenance: 'rumour' }, 'tiers[0].readBandwidth.provenance', /spec/],
    [['tiers', 0, 'readBandwidth'], {}, 'tiers[0].readBandwidth.value', /missing/],
    [['tiers', 0, 'bandwidht'], 1, 'tiers[0].bandwidht', /not a field/],
    [['tiers', 0, 'id'], 'L 1', 'tiers[0].id', /lower-case/],
    [['tiers', 0, 'id'], 'compute', 'tiers[0].id', /another id/],
    [['tiers', 0, 'id'], 'dram', 'tiers[1].id', /earlier tier/],
    [['tiers', 0, 'instances'], 1.5, 'tiers[0].instances', /whole/],
    [['tiers', 0, 'technology'], 'magic', 'tiers[0].technology', /SRAM/],
    [['tiers', 1, 'role'], 'cache', 'tiers[1].role', /store/],
    [['tiers'], [], 'tiers', /at least one/],
    [['tiers'], 'none', 'tiers', /list/],
    [['units'], [], 'units', /at least one/],
    [['units', 0, 'tier'], 'l3', 'units[0].tier', /sram, dram/],
    [['units', 0, 'peaks'], { f64: 1 }, 'units[0].peaks.f64', /f32/],
    [['units', 0, 'peaks'], { f32: 0 }, 'units[0].peaks.f32', /FLOP a second/],
    [['units', 1], { peaks: {} }, 'units[1].id', /earlier unit/],
    [['sector'], '32', 'sector', /bytes/],
    [['tiers', 0, 'capacity'], [], 'tiers[0].capacity', /^give a number of bytes/],
    [['tiers', 0, 'capacity'], [7], 'tiers[0].capacity', /^give a number of bytes/],
    [['tiers', 0, 'capacity'], { value: 7, interval: [8, 6] }, 'tiers[0].capacity.interval', /^give the low end/],
    [['tiers', 0, 'capacity'], { value: 7, interval: [8, 9] }, 'tiers[0].capacity.interval', /value between/],
    [['tiers', 0, 'capacity'], { value: 7, interval: [5, 6] }, 'tiers[0].capacity.interval', /value between/],
    [
      ['tiers', 0, 'capacity'],
      { value: 7, interval: [7] },
      'tiers[0].capacity.interval[1]',
      /low and the high|number of/,
    ],
    [['units', 0, 'peaks'], null, 'units[0].peaks', /^give an object of figures by number format/],
    [['units', 0, 'peaks'], 'x', 'units[0].peaks', /^give an object of figures by number format/],
    [['units', 0, 'peaks'], [], 'units[0].peaks', /^give an object of figures by number format/],
    [['units', 0, 'energy'], null, 'units[0].energy', /^give an object of figures by number format/],
    [['units', 0, 'peaks'], JSON.parse('{"f32": 1, "__proto__": 5}'), 'units[0].peaks.__proto__', /remove it/],
    [['units', 0, 'energy'], { constructor: 1 }, 'units[0].energy.constructor', /remove it/],
    [['tiers', 0, 'toString'], 1, 'tiers[0].toString', /not a field/],
  ])('names the field %j when it is %j', (path, value, field, message) => {
    const fault = faultOf(withField(path, value));
    expect(fault?.field).toBe(field);
    expect(fault?.message).toMatch(message);
  });

  it('keeps an interval that holds its value', () => {
    const json = withField(['tiers', 0, 'capacity'], { value: 7, interval: [7, 8] });
    expect(unwrap(parseMachine(json)).tiers[0]?.capacity?.interval).toEqual([7, 8]);
  });

  it('keeps the energy of a unit to its own tier, known or not', () => {
    const withEnergy = (figure: unknown) =>
      unwrap(parseMachine(withField(['units', 0, 'tierEnergy'], figure))).units[0];
    expect(withEnergy(1e-12)?.tierEnergy?.value).toBe(1e-12);
    expect(withEnergy(null)).toHaveProperty('tierEnergy', null);
    expect(faultOf(withField(['units', 0, 'tierEnergy'], -1))?.field).toBe('units[0].tierEnergy');
  });

  it('says what is missing, and refuses what is no machine at all', () => {
    expect(faultOf({ tiers: SHORT.tiers })).toEqual({ field: 'units', message: 'is missing; give it' });
    expect(faultOf({ ...SHORT, units: [{}] })?.field).toBe('units[0].peaks');
    for (const json of [null, 7, 'h100', []]) expect(faultOf(json)?.field).toBeDefined();
  });
});
