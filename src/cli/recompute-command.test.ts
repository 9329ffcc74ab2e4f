import { beforeAll, describe, expect, it } from 'vitest';
import { file, ridgepoint } from './command.fixture.ts';

const times = (length: number, value: number) => new Array<number>(length).fill(value);
/** Ten layers alike of Rotor's example, a byte as large as `unit`. */
const ten = (unit = 1) => ({
  forward: times(10, 1),
  backward: times(10, 2),
  activation: times(11, unit),
  saved: times(10, 3 * unit),
});

beforeAll(async () => {
  file('ten.json', ten());
  // The first one builds the command.
  await ridgepoint('help');
}, 180_000);

const recompute = async (...args: readonly string[]) => {
  const { code, out, err } = await ridgepoint('recompute', ...args, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe('ridgepoint recompute', { timeout: 60_000 }, () => {
  it('gives the optimum of ten equal layers in each memory', async () => {
    for (const [memory, makespan, forwardSteps] of [
      [7, 75, 45],
      [8, 50, 20],
      [9, 45, 15],
      [33, 30, 0],
    ]) {
      const found = await recompute('--chain', 'ten.json', '--memory', String(memory), '--method', 'rotor');
      expect(found).toMatchObject({ feasible: true, exact: true, makespan, forwardSteps, peak: memory });
      expect(found.schedule.filter(({ op }: { op: string }) => op === 'backward')).toHaveLength(10);
    }
  });

  it('says what is infeasible and how much it needs, and exits 0: it is an answer', async () => {
    const found = await recompute('--chain', 'ten.json', '--memory', '6');
    expect(found).toMatchObject({
      feasible: false,
      makespan: null,
      peak: null,
      forwardSteps: null,
      needs: 7,
      schedule: [],
    });
    const none = await recompute('--chain', 'ten.json', '--memory', '32', '--method', 'none');
    expect(none).toMatchObject({ feasible: false, needs: 33 });
  });

  it('says where sizes were rounded up', async () => {
    file('large.json', ten(1009));
    expect(await recompute('--chain', 'large.json', '--memory', '9081')).toMatchObject({ exact: true, makespan: 45 });
    file('odd.json', { ...ten(1009), saved: times(10, 3001) });
    const odd = await recompute('--chain', 'odd.json', '--memory', '9081');
    expect(odd.exact).toBe(false);
    expect(odd.peak).toBeLessThanOrEqual(9081);
  });

  it('counts Revolve’s steps with layers and slots alone', async () => {
    expect(await recompute('--layers', '10', '--slots', '3', '--method', 'revolve')).toMatchObject({
      feasible: true,
      forwardSteps: 15,
      peak: 3,
      makespan: 45,
    });
    expect(await recompute('--layers', '16', '--slots', '4')).toMatchObject({ forwardSteps: 27, peak: 4 });
    // C(103, 100) < 10⁶ ≤ C(104, 100), so r is 4: 4 · 10⁶ − C(104, 101).
    expect(await recompute('--layers', '1000000', '--slots', '100')).toMatchObject({
      forwardSteps: 3_817_896,
      peak: 100,
      schedule: null,
    });
  });

  it('has every method for a chain, and each keeps to the memory', async () => {
    for (const method of [
      'none',
      'selective',
      'sqrt',
      'segments',
      'layer-inputs',
      'revolve',
      'input-only',
      'adaptive',
    ]) {
      const { feasible, peak, makespan } = await recompute('--chain', 'ten.json', '--memory', '33', '--method', method);
      expect(feasible, method).toBe(true);
      expect(peak, method).toBeLessThanOrEqual(33);
      expect(makespan, method).toBeGreaterThanOrEqual(30);
    }
  });

  it('takes a stack on a machine, and says what was made of it', async () => {
    const found = await recompute('--stack', 'resnet50', '--machine', 'h100-sxm', '--batch', '8', '--memory', '2e8');
    expect(found).toMatchObject({ feasible: true, exact: false });
    expect(found.peak).toBeLessThanOrEqual(2e8);
    expect(found.notes.join(' ')).toContain('branch');
    // The chain that was made of it gives the same answer.
    file('resnet-chain.json', found.chain);
    const again = await recompute('--chain', 'resnet-chain.json', '--memory', '2e8');
    expect([again.makespan, again.peak]).toEqual([found.makespan, found.peak]);
  });

  it('prints a schedule for a person', async () => {
    const { out } = await ridgepoint('recompute', '--chain', 'ten.json', '--memory', '8');
    expect(out).toContain('Makespan 50 s: +67 %');
    expect(out).toContain('frees the input of');
    const { out: slots } = await ridgepoint('recompute', '--layers', '10', '--slots', '3');
    expect(slots).toContain('Forward  15 steps');
    const { out: none } = await ridgepoint('recompute', '--chain', 'ten.json', '--memory', '5');
    expect(none).toContain('It needs 7 B');
  });

  it('answers bad input with one line that names the file and the field, and exit code 2', async () => {
    file('short.json', { ...ten(), activation: times(10, 1) });
    file('negative.json', { ...ten(), saved: [...times(9, 3), -1] });
    file('torn.json', '{ "forward": [1');
    file('thousand.json', {
      forward: times(1000, 1),
      backward: times(1000, 1),
      activation: times(1001, 1),
      saved: times(1000, 1),
    });
    const chain = ['--chain', 'ten.json'];
    const cases: readonly (readonly [args: readonly string[], words: readonly string[]])[] = [
      [[], ['--chain', 'missing']],
      [chain, ['--memory', 'missing']],
      [
        [...chain, '--memory', '-1'],
        ['--memory', '-1'],
      ],
      [
        [...chain, '--memory', '8GB'],
        ['--memory', '8GB'],
      ],
      [
        [...chain, '--memory', '8', '--method', 'rotr'],
        ['--method', 'rotor'],
      ],
      [
        [...chain, '--memory', '8', '--slots', '0'],
        ['--slots', '0'],
      ],
      [
        [...chain, '--memory', '8', '--method', 'none', '--slots', '5'],
        ['--slots', 'rotor'],
      ],
      [
        [...chain, '--memory', '8', '--machine', 'h100-sxm'],
        ['--machine', '--stack'],
      ],
      [
        [...chain, '--layers', '3'],
        ['--layers', '--chain'],
      ],
      [
        ['--layers', '10'],
        ['--slots', 'missing'],
      ],
      [
        ['--layers', '0', '--slots', '3'],
        ['--layers', '0'],
      ],
      [
        ['--layers', '10', '--slots', '3', '--method', 'sqrt'],
        ['--method', 'revolve'],
      ],
      [
        ['--layers', '10', '--slots', '3', '--memory', '3'],
        ['--memory', '--slots'],
      ],
      [
        ['--chain', 'short.json', '--memory', '8'],
        ['short.json', 'activation', '11'],
      ],
      [
        ['--chain', 'negative.json', '--memory', '8'],
        ['negative.json', 'saved[9]', '-1'],
      ],
      [
        ['--chain', 'torn.json', '--memory', '8'],
        ['torn.json', 'line 1'],
      ],
      [
        ['--chain', 'nowhere.json', '--memory', '8'],
        ['nowhere.json', 'no such file'],
      ],
      [
        ['--chain', 'thousand.json', '--memory', '500'],
        ['--slots', '1 GiB'],
      ],
      [
        ['--stack', 'resnet50', '--memory', '8'],
        ['--machine', 'missing'],
      ],
    ];
    for (const [args, words] of cases) {
      const { code, out, err } = await ridgepoint('recompute', ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(out, args.join(' ')).toBe('');
      expect(err.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
      for (const word of words) expect(err, args.join(' ')).toContain(word);
    }
  });
});
