import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { file, folder, ridgepoint } from './command.fixture.ts';

interface Row {
  readonly name: string;
  readonly times: number;
  readonly parameters: number;
  readonly macs: number;
  readonly flop: number;
  readonly timeLower: number;
  readonly timeUpper: number;
  readonly traffic: Readonly<Record<string, number>>;
  readonly intensity: Readonly<Record<string, number | null>>;
}
const total = (rows: readonly Row[], value: (row: Row) => number) => rows.reduce((sum, row) => sum + value(row), 0);

beforeAll(async () => {
  // Started twice at once: both build or one waits on the other, and both answer.
  const both = await Promise.all([ridgepoint('help'), ridgepoint('help')]);
  for (const { code, out } of both) {
    expect(code).toBe(0);
    expect(out).toContain('ridgepoint analyze');
  }
}, 180_000);

describe('ridgepoint', { timeout: 60_000 }, () => {
  it('analyses ResNet-50 on an H100 to the unit, in rows that sum to the totals', async () => {
    const { code, out, err } = await ridgepoint('analyze', '--stack', 'resnet50', '--machine', 'h100-sxm', '--json');
    expect(err).toBe('');
    expect(code).toBe(0);
    const { stack, machine, settings, totals, layers } = JSON.parse(out);
    expect(stack).toEqual({ id: 'resnet50', name: expect.any(String) });
    expect(machine).toEqual({ id: 'h100-sxm', name: expect.any(String) });
    expect(settings).toMatchObject({ batch: 1, format: 'f16', overlap: 'double-buffered', residency: 'cold' });
    expect(totals.parameters).toBe(25_557_032);
    expect(totals.macs).toBe(4_089_184_256);
    expect(total(layers, (row) => row.parameters)).toBe(totals.parameters);
    expect(total(layers, (row) => row.macs)).toBe(totals.macs);
    expect(total(layers, (row) => row.flop)).toBe(totals.flop);
    expect(total(layers, (row) => row.timeLower) / totals.timeLower).toBeCloseTo(1, 9);
    expect(total(layers, (row) => row.timeUpper) / totals.timeUpper).toBeCloseTo(1, 9);
    expect(totals.timeLower).toBeLessThan(totals.timeUpper);
    for (const row of layers as readonly Row[])
      for (const [tier, bytes] of Object.entries(row.traffic)) {
        if (bytes === 0) expect(row.intensity[tier]).toBeNull();
        else expect((row.intensity[tier] ?? Number.NaN) * bytes).toBeCloseTo(row.flop, -3);
      }
  });

  it('prints a table for a person with the same totals', async () => {
    const { code, out } = await ridgepoint(
      'analyze',
      '--stack',
      'lenet5',
      '--machine',
      'raspberry-pi-5',
      '--batch',
      '4',
    );
    expect(code).toBe(0);
    expect(out).toContain('61706');
    expect(out).toContain('modelled');
  });

  it('lists what there is, and gives one of it as a file that it reads back', async () => {
    const lists = await Promise.all(['stacks', 'machines', 'kernels'].map((list) => ridgepoint(list, '--json')));
    const [stacks, machines, kernels] = lists.map(({ out }) => JSON.parse(out).map(({ id }: { id: string }) => id));
    expect(stacks).toContain('resnet50');
    expect(machines).toContain('opteron-x2');
    expect(kernels).toContain('matmul/naive');
    const stack = file('stack.json', (await ridgepoint('stacks', 'alexnet')).out);
    const machine = file('machine.json', (await ridgepoint('machines', 'opteron-x2')).out);
    const read = await ridgepoint('analyze', '--stack', stack, '--machine', machine, '--format', 'f32', '--json');
    const direct = await ridgepoint(
      'analyze',
      '--stack',
      'alexnet',
      '--machine',
      'opteron-x2',
      '--format',
      'f32',
      '--json',
    );
    expect(read.err).toBe('');
    expect(JSON.parse(read.out)).toEqual(JSON.parse(direct.out));
  });

  it('takes the stack and the machine that the README shows', async () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [stack, machine] = [...readme.matchAll(/^```json\n(.*?)^```/gms)].map((block) => block[1] ?? '');
    const files = ['--stack', file('readme-stack.json', stack), '--machine', file('readme-machine.json', machine)];
    const { code, out, err } = await ridgepoint('analyze', ...files, '--json');
    expect(err).toBe('');
    expect(code).toBe(0);
    const { totals, layers } = JSON.parse(out);
    expect(layers.map(({ name, times }: Row) => `${name} ${times}`)).toContain('blocks/conv 4');
    expect(total(layers, (row) => row.parameters)).toBe(totals.parameters);
  });

  it('answers bad input with one line that names the file or flag and the field, and exit code 2', async () => {
    const fine = ['--stack', 'lenet5', '--machine', 'h100-sxm'];
    file('torn.json', '{\n  "id": "x",\n  "layers": [}\n');
    file('empty.json', '');
    // Reading it whole would never end.
    if (existsSync('/dev/zero')) symlinkSync('/dev/zero', join(folder, 'endless.json'));
    else file('endless.json', ' '.repeat(2 ** 23));
    file('kind.json', {
      id: 'x',
      name: 'x',
      input: { shape: [4] },
      layers: [{ name: 'a', kind: 'lineal', fields: {} }],
    });
    file('b.json', {
      name: 'b',
      input: { shape: [4] },
      layers: [
        { name: 'a', kind: 'activation' },
        { name: 'b', kind: 'activation', inputs: ['nowhere'] },
      ],
    });
    file('tier.json', { id: 'm', tiers: [{ id: 'ram', capacity: -1 }], units: [{ peaks: { f32: 1e9 } }] });
    const cases: readonly (readonly [args: readonly string[], words: readonly string[]])[] = [
      [
        ['--stack', 'resnet5', '--machine', 'h100-sxm'],
        ['--stack', 'resnet5', 'resnet50'],
      ],
      [
        ['--stack', 'lenet5', '--machine', 'h100'],
        ['--machine', 'h100-sxm'],
      ],
      [
        ['--stack', 'lenet5'],
        ['--machine', 'missing'],
      ],
      [
        ['--stack', 'b.json', '--machine', 'h100-sxm'],
        ['b.json: layers[1].inputs: ', 'takes "nowhere"'],
      ],
      [
        ['--stack', 'none.json', '--machine', 'h100-sxm'],
        ['none.json', 'no such file'],
      ],
      [['--stack', '.', '--machine', './'], ['--stack']],
      [
        ['--stack', 'endless.json', '--machine', 'h100-sxm'],
        ['endless.json', '4 MiB'],
      ],
      [
        ['--stack', 'torn.json', '--machine', 'h100-sxm'],
        ['torn.json', 'line 3'],
      ],
      [
        ['--stack', 'empty.json', '--machine', 'h100-sxm'],
        ['empty.json', 'empty'],
      ],
      [
        ['--stack', 'kind.json', '--machine', 'h100-sxm'],
        ['kind.json', 'kind', 'lineal'],
      ],
      [
        ['--stack', 'lenet5', '--machine', 'tier.json'],
        ['tier.json', 'tiers[0].capacity'],
      ],
      [[...fine, '--batch', '0'], ['--batch']],
      [
        [...fine, '--batch', '1.5'],
        ['--batch', '1.5'],
      ],
      [
        [...fine, '--batch', '-3'],
        ['--batch', '-3'],
      ],
      [
        [...fine, '--batch'],
        ['--batch', 'value'],
      ],
      [
        [...fine, '--format', 'f61'],
        ['--format', 'f61', 'f16'],
      ],
      [
        [...fine, '--unit', 'tensor'],
        ['--unit', 'tensor'],
      ],
      [
        [...fine, '--sequence', '9'],
        ['--sequence', 'lenet5'],
      ],
      [
        ['--stack', 'gpt2', '--machine', 'h100-sxm', '--sequence', '99999999'],
        ['--sequence', 'gpt2'],
      ],
      [
        [...fine, '--jsno'],
        ['--jsno', '--json'],
      ],
      [[...fine, '--json=1'], ['--json']],
      [
        [...fine, '--batch', '2', '--batch', '3'],
        ['--batch', 'twice'],
      ],
      [[...fine, 'more'], ['more']],
    ];
    for (const [args, words] of cases) {
      const { code, out, err } = await ridgepoint('analyze', ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(out, args.join(' ')).toBe('');
      expect(err.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
      for (const word of words) expect(err, args.join(' ')).toContain(word);
    }
    const unknown = await ridgepoint('analyse');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('analyze');
  });
});
