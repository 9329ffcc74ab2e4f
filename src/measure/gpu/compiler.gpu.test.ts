import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { kernelById } from '../kernels/catalogue.ts';
import { editedKernel } from '../kernels/edited.ts';
import { openCompiler, type SourceCompiler } from './compiler.ts';
import { changedGpu, never } from './faulty-gpu.fixture.ts';

const opened: SourceCompiler[] = [];
afterEach(() => {
  for (const compiler of opened.splice(0)) compiler.close();
});
async function open(gpu?: GPU): Promise<SourceCompiler> {
  const compiler = unwrap(await openCompiler(never, gpu));
  opened.push(compiler);
  return compiler;
}

const kernel = kernelById('matmul/naive');
if (!kernel) throw new Error('no matmul/naive');
const problem = { m: 5, n: 6, k: 7 };
const check = (compiler: SourceCompiler, source: string, constants = {}) =>
  compiler.check(unwrap(editedKernel(kernel, { source, constants }, problem)), problem, never);

describe('a compiler of sources', () => {
  it('says nothing of a right one, and of a wrong one where it is wrong', async () => {
    const compiler = await open();
    expect(await check(compiler, kernel.source)).toEqual({ ok: true, value: [] });
    const wrong = kernel.source.replace('var sum = 0.0;', 'var sum = nothing;');
    const line = wrong.split('\n').findIndex((text) => text.includes('nothing')) + 1;
    const said = unwrap(await check(compiler, wrong));
    expect(said[0]).toMatchObject({ type: 'error', line, column: 13, length: 7 });
    expect(said[0]?.text).toContain('nothing');
  });

  it('finds what only a pipeline shows: a binding, an entry point, a constant without a value, too large a workgroup', async () => {
    const compiler = await open();
    for (const [from, to] of [
      ['@binding(2)', '@binding(3)'],
      ['fn main(', 'fn other('],
      ['override M: u32;', 'override M: u32; override NEW: u32;'],
      ['@workgroup_size(16, 16)', '@workgroup_size(1024, 1024)'],
      // An array that is longer than its buffer.
      ['c: array<f32, C_LENGTH>', 'c: array<f32, C_LENGTH * 2>'],
      [
        'var<storage, read_write> c: array<f32, C_LENGTH>',
        'var<storage, read_write> c: array<f32, C_LENGTH + NEW>; override NEW: u32 = 1',
      ],
    ] as const) {
      expect(kernel.source).toContain(from);
      const said = unwrap(
        await check(
          compiler,
          kernel.source.replace(from, to).replace('k < K', from.includes('override M') ? 'k < K + NEW - NEW' : 'k < K'),
        ),
      );
      expect(
        said.map(({ type }) => type),
        to,
      ).toContain('error');
    }
    // The device is as good as new after all that.
    expect(await check(compiler, kernel.source)).toEqual({ ok: true, value: [] });
  });

  it('hands out a lost device as a fault', async () => {
    let device: GPUDevice | undefined;
    const compiler = await open(
      changedGpu({
        device: (made) => {
          device = made;
        },
      }),
    );
    device?.destroy();
    expect(await check(compiler, kernel.source)).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
  });

  it('says that there is no WebGPU, and stops where it is told to', async () => {
    expect(await openCompiler(never, null as unknown as undefined)).toMatchObject({ ok: false });
    expect(await openCompiler(AbortSignal.abort())).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });
});
