import { describe, expect, it, vi } from 'vitest';
import { never } from '../lab/fake-runner.fixture.ts';
import type { Fault } from '../record/fault.ts';
import type { Measurement, Run } from '../record/record.ts';
import { parseRun } from '../record/run-schema.ts';
import { expectedTimes } from './expected.ts';
import { FakeProgramRunner, lenetProgram } from './fake-program.fixture.ts';
import { type RunStackOptions, runStack, stackSeconds } from './run-stack.ts';

const wrong: Fault = { kind: 'wrong-result', message: 'It is wrong.', kernel: 'x/y' };
const lost: Fault = { kind: 'device-lost', message: 'gone', reason: 'unknown' };

async function run(runner: FakeProgramRunner, options: Partial<RunStackOptions> = {}): Promise<Run> {
  const { info, program } = lenetProgram(runner);
  return runStack(runner, program, info, { signal: never, ...options });
}
const layersOf = ({ measurements }: Run): readonly Measurement[] => measurements.filter(({ role }) => role === 'layer');
const paths = ({ stack }: Run) => stack?.steps.flatMap(({ layers }) => layers);

describe('a run of a stack', () => {
  it('measures the ceilings, walks every step in order, times the whole, and is a run as files have them', async () => {
    const runner = new FakeProgramRunner();
    const made = await run(runner);
    expect(runner.requests.map(({ role }) => role).toSorted()).toEqual([
      'cache-bandwidth',
      'compute-peak',
      'memory-bandwidth',
    ]);
    expect(runner.asked.map(([index]) => index)).toEqual([...runner.asked.keys()]);
    expect(runner.asked).toHaveLength(11);
    expect(paths(made)).toHaveLength(11);
    expect(made.stack).toMatchObject({ stack: 'lenet5', batch: 1, fused: false, skipped: [] });
    expect(made.stack?.whole?.median).toBe(2e-3);
    expect(made.faults).toEqual([]);
    expect(runner.programsClosed).toBe(1);
    expect(parseRun(JSON.parse(JSON.stringify(made)))).toMatchObject({ ok: true });
  });

  it('times each kernel and problem once', async () => {
    const runner = new FakeProgramRunner();
    const { info, program } = lenetProgram(runner);
    const twice = { ...program, steps: [...program.steps, ...program.steps] };
    await runStack(runner, twice, info, { signal: never });
    expect(runner.asked.slice(0, 11).every(([, timed]) => timed)).toBe(true);
    expect(runner.asked.slice(11).some(([, timed]) => timed)).toBe(false);
  });

  it('takes over the ceilings of an earlier run, and nothing else of it', async () => {
    const first = await run(new FakeProgramRunner());
    const runner = new FakeProgramRunner();
    const second = await run(runner, { before: first.measurements });
    expect(runner.requests).toEqual([]);
    expect(second.measurements.filter(({ role }) => role !== 'layer')).toEqual(
      first.measurements.filter(({ role }) => role !== 'layer'),
    );
    expect(layersOf(second)).toHaveLength(layersOf(first).length);
  });

  it('hands out the run after each measurement, growing', async () => {
    const seen: number[] = [];
    const made = await run(new FakeProgramRunner(), { onRun: ({ measurements }) => seen.push(measurements.length) });
    expect(seen).toEqual(made.measurements.map((_, index) => index + 1));
  });

  it('says the layer and the time left', async () => {
    const onProgress = vi.fn();
    await run(new FakeProgramRunner(), { onProgress });
    const said = onProgress.mock.calls.map(([progress]) => progress.label);
    expect(said).toEqual(expect.arrayContaining(['Ceilings, for the model', 'conv1', 'fc3', 'All layers in order']));
    for (const [{ done, total, secondsLeft }] of onProgress.mock.calls) {
      expect(done).toBeLessThanOrEqual(total);
      expect(secondsLeft).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('what goes wrong', () => {
  it('a layer that is wrong is skipped with the reason, the others are measured, and the whole has no time', async () => {
    const runner = new FakeProgramRunner((index) => (index === 3 ? wrong : null));
    const made = await run(runner);
    expect(made.stack?.skipped).toEqual([{ layer: 'conv2', reason: 'It is wrong.' }]);
    expect(paths(made)).toHaveLength(10);
    expect(paths(made)).not.toContain('conv2');
    expect(made.faults).toEqual([wrong]);
    expect([made.stack?.whole, runner.wholes]).toEqual([null, 0]);
    expect(parseRun(JSON.parse(JSON.stringify(made)))).toMatchObject({ ok: true });
  });

  it('a lost device ends it: what was measured before is kept, and the program is closed', async () => {
    const runner = new FakeProgramRunner((index) => (index === 4 ? lost : null));
    const made = await run(runner);
    expect(runner.asked).toHaveLength(5);
    expect(paths(made)).toEqual(['conv1', 'tanh1', 'pool1', 'conv2']);
    expect(made.stack?.skipped).toEqual([]);
    expect(made.faults).toEqual([lost]);
    expect(runner.programsClosed).toBe(1);
    expect(parseRun(JSON.parse(JSON.stringify(made)))).toMatchObject({ ok: true });
  });

  it('a Stop ends it, in the ceilings and in the walk', async () => {
    for (const [moment, steps] of [
      [2, 0],
      [6, 3],
    ] as const) {
      const stop = new AbortController();
      const runner = new FakeProgramRunner();
      const made = await run(runner, {
        signal: stop.signal,
        onRun: ({ measurements }) => measurements.length === moment && stop.abort(),
      });
      expect(made.measurements).toHaveLength(moment);
      expect(paths(made)?.length ?? 0).toBe(steps);
      expect(made.faults).toMatchObject([{ kind: 'cancelled' }]);
    }
  });

  it('an engine without programs says so', async () => {
    const runner = new FakeProgramRunner();
    Object.defineProperty(runner, 'openProgram', { value: undefined });
    expect((await run(runner)).faults).toMatchObject([{ kind: 'unsupported' }]);
  });

  it('a page that was hidden while a layer was timed times it again, and says so', async () => {
    let hidden = 0;
    let hide = true;
    const runner = new FakeProgramRunner((index) => {
      if (index === 2 && hide) {
        hide = false;
        hidden++;
      }
      return null;
    });
    const made = await run(runner, { timesHidden: () => hidden });
    expect(runner.asked.filter(([index]) => index === 2)).toHaveLength(2);
    expect(layersOf(made)[2]?.notes[0]).toContain('Measured again');
  });
});

describe('expected times', () => {
  it('of equal steps only the first is timed; a software adapter takes longer; known ceilings take no time', () => {
    const runner = new FakeProgramRunner();
    const { program } = lenetProgram(runner);
    const adapter = { ...runner.adapter, fallback: false, vendor: 'nvidia' };
    const twice = { steps: [...program.steps, ...program.steps] };
    const { steps } = expectedTimes(twice, adapter);
    for (const index of program.steps.keys()) expect(steps[index + 11]).toBeLessThan(steps[index] as number);
    expect(stackSeconds(program, { ...adapter, fallback: true })).toBeGreaterThan(stackSeconds(program, adapter));
  });
});
