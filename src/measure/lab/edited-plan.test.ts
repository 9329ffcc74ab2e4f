import { describe, expect, it, vi } from 'vitest';
import { ok, unwrap } from '#core/result.ts';
import { editedKernel, unedited } from '../kernels/edited.ts';
import type { Fault } from '../record/fault.ts';
import { editedPlan } from './edited-plan.ts';
import { editedRunner } from './edited-runner.ts';
import { FakeRunner, never } from './fake-runner.fixture.ts';
import { kernelOf } from './plan.ts';
import { runSuite } from './run-suite.ts';

const kernel = kernelOf('matmul/naive');
const problem = { m: 9, n: 8, k: 7 };
const edited = unwrap(editedKernel(kernel, { ...unedited(kernel), source: `${kernel.source}// mine` }, problem));
const CEILINGS = ['compute-peak', 'cache-bandwidth', 'memory-bandwidth'];

/** Runs the plan on a fake whose answer to the edited kernel is the fault. */
async function run(of = edited, fault: Fault | null = null, before = false) {
  const runner = new FakeRunner(({ role }) => (role === 'edited' ? fault : null));
  const reopen = vi.fn(async () => ok(new FakeRunner()));
  const earlier = before ? (await run()).run.measurements : [];
  const made = await runSuite(editedRunner(runner), editedPlan(of, problem, runner.adapter), {
    signal: never,
    reopen,
    before: earlier,
  });
  return { run: made, runner, reopen, roles: made.measurements.map(({ role }) => role) };
}

describe('editedPlan', () => {
  it('measures the version, the original beside it, and the ceilings where there are none', async () => {
    const { run: made, roles } = await run();
    expect(roles).toEqual(['edited', 'point', ...CEILINGS]);
    const [mine, original] = made.measurements;
    expect(mine?.id).toBe(`${original?.id} · edited ${edited.edited?.hash}`);
    expect(mine?.edited).toEqual(edited.edited);
    expect(mine?.notes.join()).toContain('modelled as those of the original');
    expect(original?.edited).toBeUndefined();
    expect((await run(edited, null, true)).roles).toEqual(['edited', 'point']);
  });

  it('measures a kernel as it ships alone', async () => {
    expect((await run(kernel)).roles).toEqual(['point', ...CEILINGS]);
  });

  it('measures nothing more where the version is wrong, and says so with the mismatches', async () => {
    const mismatches = [{ row: 1, column: 2, got: null, expected: 3 }];
    const { run: made, reopen } = await run(edited, {
      kind: 'wrong-result',
      message: 'A driver fault is likely.',
      detail: 'wrote nothing to row 1 of 9',
      mismatches,
    });
    expect(made.measurements).toEqual([]);
    expect(made.faults).toEqual([
      {
        kind: 'wrong-result',
        message:
          'The edited source gives a wrong result, so it gets no point: wrote nothing to row 1 of 9. Mend the source and run it again.',
        mismatches,
      },
    ]);
    expect(reopen).not.toHaveBeenCalled();
  });

  it('says that f16 ends where a source that computes in it came out infinite', async () => {
    const half = unwrap(
      editedKernel(kernel, { ...unedited(kernel), source: `enable f16;\n${kernel.source}` }, problem),
    );
    const wrong = (got: number): Fault => ({
      kind: 'wrong-result',
      message: '',
      detail: 'row 0 of 9, column 0: infinity where the reference is 70,000',
      mismatches: [{ row: 0, column: 0, got, expected: 70_000 }],
    });
    const said = async (of: typeof half, got: number) => (await run(of, wrong(got))).run.faults[0]?.message;
    expect(await said(half, Number.POSITIVE_INFINITY)).toContain('f16, which ends at 65,504');
    expect(await said(half, 3)).not.toContain('f16');
    expect(await said(edited, Number.POSITIVE_INFINITY)).not.toContain('f16');
  });

  it.each([
    ['watchdog', 'kept the GPU from answering', undefined],
    ['device-lost', 'was running', 'unknown'],
  ] as const)('asks for no new device after a %s, and blames the source first', async (kind, words, reason) => {
    const { run: made, reopen } = await run(edited, { kind, message: 'Gone.', ...(reason && { reason }) });
    expect(made.faults[0]?.message).toContain(words);
    expect(made.faults).toHaveLength(1);
    expect(made.measurements).toEqual([]);
    expect(reopen).not.toHaveBeenCalled();
  });

  it('blames the source where the browser refuses it', async () => {
    const { run: made } = await run(edited, {
      kind: 'validation',
      message: 'A fault of Ridgepoint.',
      detail: ':1:1 error',
    });
    expect(made.faults[0]?.message).toContain('refused the edited source');
    expect(made.faults[0]?.detail).toBe(':1:1 error');
  });

  it('leaves what other kernels say as it is', async () => {
    const runner = new FakeRunner(() => ({ kind: 'validation', message: 'A fault of Ridgepoint.' }));
    const wrapped = editedRunner(runner);
    const asked = { kernel, problem, role: 'point', pairs: 3, passSeconds: 0.01, budgetSeconds: 1 } as const;
    expect(await wrapped.measure(asked, never)).toMatchObject({ error: { message: 'A fault of Ridgepoint.' } });
    wrapped.close();
    expect(runner.closed).toBe(1);
  });
});
