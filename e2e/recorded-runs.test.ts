import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuKernelById } from '#measure/cpu/catalogue.ts';
import { kernelById } from '#measure/kernels/catalogue.ts';
import { parseRun } from '#measure/record/run-schema.ts';

const FOLDER = join(import.meta.dirname, '../public/runs');
const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

interface Listed {
  readonly id: string;
  readonly file: string;
  readonly label: string;
}
const listed = read('index.json') as readonly Listed[];

describe('recorded runs', () => {
  it('lists every file of the folder once', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.json');
    expect(listed.map(({ file }) => file).sort()).toEqual(files.sort());
    expect(listed.length).toBeGreaterThan(0);
  });

  it.each(listed)(
    '$file is a whole run whose label has its date, and says so where the adapter is software',
    (entry) => {
      const run = parseRun(read(entry.file));
      if (!run.ok) throw new Error(`${run.error.field}: ${run.error.message}`);
      const { id, engine, startedAt, adapter, measurements, faults } = run.value;
      expect(id).toBe(entry.id);
      expect(entry.label).toContain(startedAt.slice(0, 10));
      expect(entry.label.includes('software adapter')).toBe(adapter.fallback);
      // What an adapter lacks is named; nothing else went wrong.
      expect(faults.every(({ kind, kernel }) => kind === 'unsupported' && kernel !== undefined)).toBe(true);
      expect(new Set(measurements.map(({ kernel }) => kernel)).size).toBeGreaterThanOrEqual(6);
      const catalogue = engine === 'cpu' ? cpuKernelById : kernelById;
      for (const { kernel } of measurements) expect(catalogue(kernel)?.id).toBe(kernel);
    },
  );
});
