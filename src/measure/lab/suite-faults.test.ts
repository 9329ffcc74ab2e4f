import { describe, expect, it } from 'vitest';
import { err, ok } from '#core/result.ts';
import type { Fault } from '../record/fault.ts';
import { parseRun } from '../record/run-schema.ts';
import { sampleDiscovery } from '../record/sample-run.ts';
import type { MeasureRequest } from '../runner.ts';
import { edges, FakeRunner, lost, matmul, never, plan, run } from './fake-runner.fixture.ts';
import { kernelOf, type Plan, type PlannedMeasurement } from './plan.ts';
import { runSuite } from './run-suite.ts';

describe('without memory for a problem', () => {
  const full: Fault = { kind: 'out-of-memory', message: 'full' };
  const chase = (size: number): PlannedMeasurement => ({
    ...matmul(1),
    kernel: kernelOf('latency/chase'),
    problem: { bytes: size, hops: 100 },
    role: 'sweep',
  });
  const large: Plan = {
    suite: 'test',
    budgetSeconds: 8,
    stages: [{ count: 3, plan: () => [chase(4096), chase(65_600), matmul(64)] }],
  };

  it('measures half of it, or a half of that, and the note says so', async () => {
    const small = ({ problem }: MeasureRequest) =>
      (problem['bytes'] ?? problem['m'] ?? 0) <= 20_000 && problem['m'] !== 64;
    const made = await runSuite(new FakeRunner((request) => (small(request) ? null : full)), large, { signal: never });
    expect(made.measurements.map(({ problem }) => problem)).toEqual([
      { bytes: 4096, hops: 100 },
      // A whole number of lines.
      { bytes: 16_384, hops: 100 },
      { m: 32, n: 32, k: 32 },
    ]);
    expect(made.measurements.map(({ notes }) => notes[0])).toEqual([
      undefined,
      expect.stringContaining('a quarter'),
      expect.stringContaining('half'),
    ]);
    expect(made.faults).toEqual([]);
    expect(parseRun(JSON.parse(JSON.stringify(made))).ok).toBe(true);
  });

  it('does not hold a half twice that was measured already', async () => {
    const twice: Plan = { ...large, stages: [{ count: 2, plan: () => [matmul(32), matmul(64)] }] };
    const runner = new FakeRunner(({ problem }) => (problem['m'] === 64 ? full : null));
    const made = await runSuite(runner, twice, { signal: never });
    expect(edges(made.measurements)).toEqual([32]);
  });

  it('gives up after a few halvings and says so once; what else there is is measured', async () => {
    const runner = new FakeRunner(({ kernel }) => (kernel.id === 'latency/chase' ? full : null));
    const made = await runSuite(runner, large, { signal: never });
    expect(made.measurements.map(({ kernel }) => kernel)).toEqual(['matmul/naive']);
    expect(made.faults).toEqual([full]);
    expect(runner.requests.length).toBeLessThan(12);
  });
});

describe('on a page that is hidden', () => {
  /** Hides the page during the measurements with these numbers, counted from one. */
  const hiding = (during: readonly number[]) => {
    let hidden = 0;
    const runner = new FakeRunner((_, count) => {
      if (during.includes(count)) hidden++;
      return null;
    });
    return { runner, timesHidden: () => hidden };
  };

  it('measures again what was under way meanwhile, and says so beside it', async () => {
    const { runner, timesHidden } = hiding([2]);
    const made = await run(runner, { timesHidden });
    expect(runner.requests.map(({ problem }) => problem['m'])).toEqual([1, 2, 2, 20, 4]);
    expect(edges(made.measurements)).toEqual([1, 2, 20, 4]);
    expect(made.measurements.map(({ notes }) => notes)).toEqual([
      [],
      [expect.stringContaining('Measured again')],
      [],
      [],
    ]);
  });

  it('waits until it is seen before it measures again', async () => {
    const { runner, timesHidden } = hiding([1]);
    const waits: number[] = [];
    const waitUntilVisible = () => {
      waits.push(runner.requests.length);
      return Promise.resolve();
    };
    await run(runner, { timesHidden, waitUntilVisible });
    expect(waits).toEqual([0, 1, 2, 3, 4]);
  });

  it('ends the repeats, and says what not to trust', async () => {
    const { runner, timesHidden } = hiding([1, 2, 3]);
    const made = await run(runner, { timesHidden });
    expect(edges(made.measurements)).toEqual([1, 2, 20, 4]);
    expect(made.measurements[0]?.notes[0]).toContain('do not trust');
  });
});

it('asks each question once, however many experiments plan it', async () => {
  const runner = new FakeRunner();
  const twice: Plan = {
    ...plan,
    stages: [
      { count: 2, plan: () => [matmul(1), matmul(1)] },
      { count: 1, plan: () => [matmul(1)] },
    ],
  };
  const made = await runSuite(runner, twice, { signal: never });
  expect(edges(made.measurements)).toEqual([1]);
  expect(runner.requests).toHaveLength(1);
});

it('says once what a kernel lacks, and keeps room for the fault that ends it', async () => {
  const many = Array.from({ length: 90 }, (_, index) =>
    matmul(index + 1, index % 2 === 0 ? 'matmul/naive' : 'matmul/register'),
  );
  const runner = new FakeRunner(({ kernel, problem }, count) =>
    count === 90
      ? lost('destroyed')
      : {
          kind: 'unsupported',
          kernel: kernel.id,
          message: kernel.id === 'matmul/naive' ? 'no' : `not ${problem['m']}`,
        },
  );
  const made = await runSuite(runner, { ...plan, stages: [{ count: 90, plan: () => many }] }, { signal: never });
  expect(made.faults.filter(({ kernel }) => kernel === 'matmul/naive')).toHaveLength(1);
  expect(made.faults.length).toBeLessThanOrEqual(32);
  expect(made.faults.at(-1)).toEqual(lost('destroyed'));
});

describe('what the run says together', () => {
  const concluding: Plan = { ...plan, conclude: (measured) => (measured.length === 0 ? null : sampleDiscovery()) };

  it('is in it, also where it ended early', async () => {
    expect((await runSuite(new FakeRunner(), concluding, { signal: never })).machine).toEqual(sampleDiscovery());
    const ended = new FakeRunner((_, count) => (count === 2 ? lost('destroyed') : null));
    expect((await runSuite(ended, concluding, { signal: never })).machine).toEqual(sampleDiscovery());
  });

  it('is left out where nothing was found', async () => {
    const none = await runSuite(new FakeRunner(() => lost('destroyed')), concluding, { signal: never });
    expect('machine' in none).toBe(false);
  });
});

describe('with leave to reopen', () => {
  const hung: Fault = { kind: 'watchdog', message: 'hung' };
  const mixed: Plan = {
    suite: 'test',
    budgetSeconds: 8,
    stages: [
      { count: 3, plan: () => [matmul(1), matmul(2, 'matmul/register'), matmul(3)] },
      { count: 3, plan: () => [matmul(4, 'matmul/register'), matmul(5), matmul(6)] },
    ],
  };

  it.each([lost('unknown'), hung])(
    'goes on once on a new device after %j, without the kernel it happened in; after a second it ends',
    async (fault) => {
      const second = new FakeRunner((_, count) => (count === 2 ? fault : null));
      let opened = 0;
      const made = await runSuite(new FakeRunner((_, count) => (count === 2 ? fault : null)), mixed, {
        signal: never,
        reopen: () => {
          opened++;
          return Promise.resolve(ok(second));
        },
      });
      expect(edges(made.measurements)).toEqual([1, 3]);
      expect(second.requests.map(({ kernel, problem }) => [kernel.id, problem['m']])).toEqual([
        ['matmul/naive', 3],
        ['matmul/naive', 5],
      ]);
      expect(made.faults).toEqual([fault, fault]);
      expect(opened).toBe(1);
      expect(second.closed).toBe(1);
    },
  );

  it('never does so after a device was destroyed', async () => {
    let opened = 0;
    await run(new FakeRunner(() => lost('destroyed')), {
      reopen: () => {
        opened++;
        return Promise.resolve(ok(new FakeRunner()));
      },
    });
    expect(opened).toBe(0);
  });

  it('says both faults where there is no second device', async () => {
    const made = await run(new FakeRunner(() => lost('unknown')), {
      reopen: () => Promise.resolve(err<Fault>({ kind: 'no-adapter', message: 'blocked' })),
    });
    expect(made.faults.map(({ kind }) => kind)).toEqual(['device-lost', 'no-adapter']);
  });
});
