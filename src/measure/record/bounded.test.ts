import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { list, named } from './bounded.ts';
import { parseRun } from './run-schema.ts';
import { sampleDiscovery, sampleRun } from './sample-run.ts';
import { parseSummary, summarise } from './summary.ts';

const MANY = 1_000_000;

/** A schema that takes anything, and counts what it is asked. */
function counting() {
  let asked = 0;
  const schema = v.custom<unknown>(() => {
    asked++;
    return true;
  });
  return { schema, asked: () => asked };
}

describe('too many entries', () => {
  it('are refused before one of them is looked at', () => {
    const item = counting();
    expect(v.safeParse(list(item.schema, 8), new Array(MANY).fill(1)).success).toBe(false);
    const entries = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i]));
    expect(v.safeParse(named(item.schema, 8, 40), entries).success).toBe(false);
    expect(item.asked()).toBe(0);
    expect(v.safeParse(list(item.schema, 8), new Array(8).fill(1)).success).toBe(true);
    expect(item.asked()).toBe(8);
  });

  it.each([
    ['measurements', 'measurements'],
    ['measurements.0.samples', 'measurements[0].samples'],
    ['measurements.0.notes', 'measurements[0].notes'],
    ['measurements.0.problem', 'measurements[0].problem'],
    ['machine.tiers', 'machine.tiers'],
    ['machine.sentences', 'machine.sentences'],
    ['adapter.features', 'adapter.features'],
    ['adapter.languageFeatures', 'adapter.languageFeatures'],
    ['adapter.subgroupMatrixConfigs', 'adapter.subgroupMatrixConfigs'],
    ['adapter.limits', 'adapter.limits'],
    ['faults', 'faults'],
  ])('of a run in %s cost no more than their length', (path, field) => {
    const run = JSON.parse(JSON.stringify(sampleRun({ machine: sampleDiscovery() })));
    const { many, reads } = watched();
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    keys.reduce((at, key) => at[key], run)[last] = many;
    expect(parseRun(run)).toMatchObject({ ok: false, error: { field } });
    expect(reads()).toBeLessThan(10);
  });

  it.each(['points', 'machine.tiers'])('of a link in %s cost no more than their length', (path) => {
    const summary = JSON.parse(JSON.stringify(summarise(sampleRun({ machine: sampleDiscovery() }))));
    const { many, reads } = watched();
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    keys.reduce((at, key) => at[key], summary)[last] = many;
    expect(parseSummary(summary)).toMatchObject({ ok: false });
    expect(reads()).toBeLessThan(10);
  });
});

/** A million entries that count how often one is read. */
function watched() {
  let reads = 0;
  const many = new Proxy(new Array(MANY).fill({}), {
    get: (target, key) => {
      reads++;
      return Reflect.get(target, key);
    },
  });
  return { many, reads: () => reads };
}
