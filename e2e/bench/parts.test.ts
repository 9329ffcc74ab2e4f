import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import type { Run } from '#measure/record/record.ts';
import { sampleDiscovery, sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { lowerStack } from '#measure/stack/lower/lower.ts';
import { endedSteps } from '#measure/stack/stack-steps.ts';
import { stackPreset } from '#model/workload/presets/index.ts';
import { lenet5 } from '#model/workload/presets/lenet5.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import * as sources from './entry.ts';
import { isOver, type PartResult } from './figure.ts';
import { PARTS, type Part } from './options.mjs';
import { benchmarkParts } from './parts.mjs';

const OPTIONS = { parts: PARTS, thorough: false, reference: {} };
const NO_DRIVER = 'ridgepoint measure: no GPU driver was found here (Vulkan, Metal or D3D12); install one.';
const timed = { run: sampleRun({ machine: sampleDiscovery() }), wall: 3 };

/** A part on a machine whose processor measures well, and whose GPU gives no run for this reason. */
const partWithout = (part: Part, reason: string): PartResult | Promise<PartResult> =>
  benchmarkParts(
    sources,
    OPTIONS,
    (_, device, count = 1) =>
      device === 'gpu' ? { runs: [], reason } : { runs: Array.from({ length: count }, () => timed), reason: null },
    () => ({ runs: [], reason }),
  )[part]();

/** A run of the stack on an adapter: every step takes a millisecond. */
function ranStack(id: string, fused: boolean, fallback: boolean): Run {
  const resolved = unwrap(resolveStack(stackPreset(id)?.build() ?? lenet5.build(), 1));
  const sample = sampleRun();
  const adapter = { ...sample.adapter, fallback, limits: {} };
  const { steps } = unwrap(lowerStack(resolved, { fused, adapter }));
  const listed = endedSteps(
    { resolved, fused },
    steps,
    steps.map(() => ({ ok: true })),
  );
  const layers = new Map(
    steps.map(({ kernel, problem }) => {
      const one = sampleMeasurement({ kernel: kernel.id, problem, role: 'layer' });
      return [one.id, one];
    }),
  );
  const time = seconds(0.1);
  const whole = { samples: [time], median: time, interval: [time, time] as const };
  const stack = { stack: id, name: id, batch: 1, fused, ...listed, whole };
  return { ...sample, adapter, measurements: [...sample.measurements, ...layers.values()], stack };
}

const all = (found: PartResult) => JSON.stringify(found.figures);

describe('a stack on the GPU', () => {
  it('is told with its error, its order and what it covers', () => {
    const { figures, notes, failed } = sources.stackFigures('it', ranStack('mobilenet-v2', true, false));
    const byName = new Map(figures.map((figure) => [figure.name, 'median' in figure ? figure.median : figure.absent]));
    expect(byName.get('it, all layers')).toBeCloseTo(100, 10);
    expect(byName.get('it, modelled time covered')).toBeCloseTo(100, 10);
    expect(byName.get('it, mean absolute error')).toBeGreaterThan(0);
    expect(byName.get('it, times off by, after the fit')).toBeGreaterThanOrEqual(1);
    // Every step takes the same time: there is no order to agree with.
    expect(byName.get('it, Kendall τ')).toBe('too few layers');
    expect(notes).toContain('it: Too large.');
    expect(failed).toBe(false);
  });

  it('has failed where all layers ran and were not timed together', () => {
    const run = ranStack('mobilenet-v2', true, false);
    expect(
      sources.stackFigures('it', { ...run, ...(run.stack && { stack: { ...run.stack, whole: null } }) }).failed,
    ).toBe(true);
  });
});

describe('where the command gives no run on the GPU', () => {
  it.each(['repeatability', 'suites'] as const)('%s says why, and measures the processor', async (part) => {
    const found = await partWithout(part, 'it crashed');
    expect(all(found)).toContain('not measured: it crashed');
    expect(found.figures.some((figure) => !('absent' in figure))).toBe(true);
    expect(found.failed).toBe(true);
  });

  it('hardware has failed, and says that there is no real GPU', async () => {
    const found = await partWithout('hardware', 'it crashed');
    expect(all(found)).toContain('no real GPU here: not measured');
    expect(found.failed).toBe(true);
  });

  it.each(['repeatability', 'suites', 'stacks', 'hardware'] as const)(
    '%s has not failed if there is no driver',
    async (part) => {
      const found = await partWithout(part, NO_DRIVER);
      expect(found.failed).toBe(false);
      expect(all(found)).toContain('not measured');
    },
  );
});

describe('runs of the command', () => {
  /** What a part asks for. */
  const askedBy = async (part: Part, options = OPTIONS, software = false) => {
    const asked: string[] = [];
    const parts = benchmarkParts(
      sources,
      options,
      (suite, device, count = 1) => {
        asked.push(`${count} ${suite} ${device}`);
        return { runs: Array.from({ length: count }, () => timed), reason: null };
      },
      (stack, fused) => {
        asked.push(`${stack}${fused ? ' fused' : ''}`);
        return { runs: [{ run: ranStack(stack, fused, software), wall: 3 }], reason: null };
      },
    );
    expect((await parts[part]()).figures.every((figure) => !isOver(figure))).toBe(true);
    return asked;
  };

  it('are ten of quick for the spread, three discoveries for the tiers, one of each suite for its time', async () => {
    expect(await askedBy('repeatability')).toEqual(['10 quick gpu', '10 quick cpu']);
    expect(await askedBy('tiers')).toEqual(['3 discover cpu']);
    expect(await askedBy('suites')).toEqual(['1 quick gpu', '1 quick cpu', '1 discover gpu', '1 discover cpu']);
  });

  it('are whole networks, unfused too where a GPU runs them or where that is asked for', async () => {
    const full = ['mobilenet-v2 fused', 'resnet50 fused', 'resnet50', 'vit-b16 fused', 'vit-b16'];
    expect(await askedBy('stacks')).toEqual(full);
    expect(await askedBy('stacks', { ...OPTIONS, thorough: true }, true)).toEqual(full);
    expect(await askedBy('stacks', OPTIONS, true)).toEqual(['mobilenet-v2 fused', 'resnet50 fused', 'vit-b16 fused']);
  });

  it('are thorough only where that is asked for', async () => {
    expect(await askedBy('suites', { ...OPTIONS, thorough: true })).toContain('1 thorough gpu');
  });
});
