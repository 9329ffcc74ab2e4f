import { describe, expect, it } from 'vitest';
import { kernelById, kernels } from '../kernels/catalogue.ts';
import type { Kernel, Problem } from '../kernels/kernel.ts';
import { defaultProblem, sizesFit } from '../kernels/problem.ts';
import { longestDispatch, Paces, pilotProblem, safeWork, workOf } from './pilot.ts';

const widths = { subgroupWidth: 32, sector: 32 };
function kernelOf(id: string): Kernel {
  const kernel = kernelById(id);
  if (!kernel) throw new Error(`no ${id}`);
  return kernel;
}
const naive = () => kernelOf('matmul/naive');

describe('a pilot', () => {
  it('is the problem itself where that is small', () => {
    const problem = { m: 64, n: 64, k: 64 };
    expect(pilotProblem(naive(), problem, widths, 2 ** 28)).toBe(problem);
  });

  it('is a smaller problem of the same kernel, safe to run unseen, within its sizes', () => {
    for (const software of [true, false]) {
      const pilot = pilotProblem(naive(), { m: 8192, n: 3, k: 100_000 }, widths, safeWork(naive(), software));
      expect(pilot['n']).toBe(3);
      expect(workOf(naive(), pilot, widths)).toBeLessThanOrEqual(software ? 2 ** 24 : 2 ** 28);
      expect(workOf(naive(), pilot, widths)).toBeGreaterThan(2 ** 21);
    }
    // Windows resets a GPU that is busy for two seconds.
    expect(longestDispatch(false)).toBeLessThan(2);
  });

  it('asks for the work of few problems: counting accesses takes time', () => {
    const kernel = kernelOf('convolution/direct-nchw');
    let asked = 0;
    const counted: Kernel = {
      ...kernel,
      cost: (problem, of) => {
        asked++;
        return kernel.cost(problem, of);
      },
    };
    const pilot = pilotProblem(counted, { ...defaultProblem(kernel), batch: 64 }, widths, 2 ** 18);
    expect(workOf(kernel, pilot, widths)).toBeLessThanOrEqual(2 ** 18);
    expect(asked).toBeLessThan(40);
  });

  it('makes fewer hops through the same footprint, since a smaller one lies in a nearer tier', () => {
    const problem = { bytes: 2 ** 28, hops: 2 ** 27 };
    const pilot = pilotProblem(kernelOf('latency/chase'), problem, widths, safeWork(kernelOf('latency/chase'), false));
    expect(pilot['bytes']).toBe(problem.bytes);
    expect(pilot['hops']).toBeLessThanOrEqual(65_536);
    expect(pilot['hops']).toBeGreaterThan(1024);
  });

  it('reads a buffer less often before it reads a smaller one', () => {
    const problem = { elements: 2 ** 24, rounds: 4096 };
    expect(pilotProblem(kernelOf('memory/read'), problem, widths, 2 ** 30)).toMatchObject({ elements: 2 ** 24 });
    // One round is 64 MiB, too much unseen on a processor: only then is the buffer smaller.
    const software = pilotProblem(kernelOf('memory/read'), problem, widths, 2 ** 24);
    expect(software['rounds']).toBe(1);
    expect(software['elements']).toBeLessThan(2 ** 24);
  });

  it('keeps to the multiples that a size must be of, and never goes under its least', () => {
    const base = kernelOf('latency/chase');
    const kernel = {
      ...base,
      sizes: [{ key: 'bytes', label: 'Bytes', min: 192, max: 2 ** 40, default: 192, multipleOf: 192 }],
      cost: (problem: Problem) => base.cost({ bytes: 64, hops: problem['bytes'] ?? 0 }, widths),
    };
    const pilot = pilotProblem(kernel, { bytes: 192 * 1_000_001 }, widths, 2 ** 21);
    expect((pilot['bytes'] ?? 0) % 192).toBe(0);
    expect(workOf(kernel, pilot, widths)).toBeLessThanOrEqual(2 ** 21);
    const least = {
      ...kernel,
      cost: (problem: Problem) => base.cost({ bytes: 64, hops: 2 ** 30 + (problem['bytes'] ?? 0) }, widths),
    };
    expect(pilotProblem(least, { bytes: 192 * 8 }, widths, 2 ** 21)).toEqual({ bytes: 192 });
  });

  it('keeps together what goes only together', { timeout: 30_000 }, () => {
    const particular = kernels.filter(({ misfit }) => misfit !== undefined);
    expect(particular).not.toEqual([]);
    for (const kernel of particular) {
      const pilot = pilotProblem(kernel, defaultProblem(kernel), widths, 2 ** 20);
      expect(sizesFit(kernel, pilot), `${kernel.id} ${JSON.stringify(pilot)}`).toBeNull();
    }
  });

  it('is the smallest where every size is at its least', () => {
    const kernel = { ...naive(), sizes: [] };
    const problem = { m: 8192, n: 8192, k: 8192 };
    expect(pilotProblem(kernel, problem, widths, 2 ** 24)).toBe(problem);
  });
});

describe('the pace', () => {
  it('is the kernel’s own slowest, else its family’s, and unknown is infinitely slow', () => {
    const paces = new Paces();
    const [naive, copy, read] = ['matmul/naive', 'memory/copy', 'memory/read'].map(kernelOf);
    if (!naive || !copy || !read) throw new Error('not in the catalogue');
    expect(paces.worst(naive, 1)).toBe(Number.POSITIVE_INFINITY);
    paces.note(copy, 2e-9);
    paces.note(copy, 1e-9);
    expect(paces.worst(copy, 1e6)).toBe(paces.worst(read, 1e6));
    paces.note(read, 1e-12);
    expect(paces.worst(read, 1e6)).toBeLessThan(paces.worst(copy, 1e6));
    // A cache is several times faster than memory: that much room is left.
    expect(paces.worst(copy, 1e6)).toBeGreaterThan(4 * 2e-3);
    expect(paces.worst(naive, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
