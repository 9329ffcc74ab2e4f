import { describe, expect, it } from 'vitest';
import { sampleDiscovery, sampleRun } from '#measure/record/sample-run.ts';
import * as sources from './entry.ts';
import { isOver, type PartResult } from './figure.ts';
import { PARTS, type Part } from './options.mjs';
import { benchmarkParts } from './parts.mjs';

const OPTIONS = { parts: PARTS, thorough: false, reference: {} };
const NO_DRIVER = 'ridgepoint measure: no GPU driver was found here (Vulkan, Metal or D3D12); install one.';
const timed = { run: sampleRun({ machine: sampleDiscovery() }), wall: 3 };

/** A part on a machine whose processor measures well, and whose GPU gives no run for this reason. */
const partWithout = (part: Part, reason: string): PartResult | Promise<PartResult> =>
  benchmarkParts(sources, OPTIONS, (_, device, count = 1) =>
    device === 'gpu' ? { runs: [], reason } : { runs: Array.from({ length: count }, () => timed), reason: null },
  )[part]();

const all = (found: PartResult) => JSON.stringify(found.figures);

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

  it.each(['repeatability', 'suites', 'hardware'] as const)('%s has not failed if there is no driver', async (part) => {
    const found = await partWithout(part, NO_DRIVER);
    expect(found.failed).toBe(false);
    expect(all(found)).toContain('not measured');
  });
});

describe('runs of the command', () => {
  /** What a part asks for. */
  const askedBy = async (part: Part, options = OPTIONS) => {
    const asked: string[] = [];
    const parts = benchmarkParts(sources, options, (suite, device, count = 1) => {
      asked.push(`${count} ${suite} ${device}`);
      return { runs: Array.from({ length: count }, () => timed), reason: null };
    });
    expect((await parts[part]()).figures.every((figure) => !isOver(figure))).toBe(true);
    return asked;
  };

  it('are ten of quick for the spread, three discoveries for the tiers, one of each suite for its time', async () => {
    expect(await askedBy('repeatability')).toEqual(['10 quick gpu', '10 quick cpu']);
    expect(await askedBy('tiers')).toEqual(['3 discover cpu']);
    expect(await askedBy('suites')).toEqual(['1 quick gpu', '1 quick cpu', '1 discover gpu', '1 discover cpu']);
  });

  it('are thorough only where that is asked for', async () => {
    expect(await askedBy('suites', { ...OPTIONS, thorough: true })).toContain('1 thorough gpu');
  });
});
