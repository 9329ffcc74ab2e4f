import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { MeasureRequest, Runner } from '#measure/runner.ts';
import { openCpuEngine } from './cpu-engine.ts';

const never = new AbortController().signal;

function request(runner: Runner, id: string, problem: MeasureRequest['problem']): MeasureRequest {
  const kernel = runner.kernel(id);
  if (!kernel) throw new Error(`no kernel ${id}`);
  return { kernel, problem, role: 'sweep', pairs: 3, passSeconds: 0.002, budgetSeconds: 0.1 };
}

describe('the CPU engine in a browser', () => {
  it('measures in a worker', async () => {
    const runner = unwrap(await openCpuEngine()(never));
    expect(runner.engine).toBe('cpu');
    expect(runner.environment).toBe(navigator.userAgent);
    expect(runner.adapter.limits['hardwareConcurrency']).toBe(navigator.hardwareConcurrency);
    for (const [id, problem] of [
      ['latency/chase', { bytes: 2 ** 16, hops: 2 ** 13 }],
      ['memory/triad', { elements: 2 ** 16 }],
      ['matmul/tiled', { m: 48, n: 48, k: 48, pitch: 64, tile: 16 }],
    ] as const) {
      const measured = await runner.measure(request(runner, id, problem), never);
      expect(measured, id).toMatchObject({ ok: true, value: { kernel: id, verified: { whole: true } } });
    }
    runner.close();
  });
  it('stops a worker that is busy, and starts another', async () => {
    const runner = unwrap(await openCpuEngine()(never));
    const stopping = new AbortController();
    const measured = runner.measure(
      request(runner, 'latency/chase', { bytes: 2 ** 28, hops: 2 ** 22 }),
      stopping.signal,
    );
    setTimeout(() => stopping.abort(), 100);
    expect(await measured).toMatchObject({ ok: false, error: { kind: 'cancelled', kernel: 'latency/chase' } });
    runner.close();
    const next = unwrap(await openCpuEngine()(never));
    expect(await next.measure(request(next, 'memory/read', { elements: 4096 }), never)).toMatchObject({ ok: true });
    next.close();
  });
  it.each([
    [
      'no worker may be started',
      () => {
        throw new DOMException('origin null', 'SecurityError');
      },
    ],
    ['the script does not load', () => new Worker(new URL('/no-such-worker.js', location.href))],
  ])('measures on the page’s own thread where %s', async (_, spawn) => {
    const runner = unwrap(await openCpuEngine(spawn)(never));
    expect(runner.engine).toBe('cpu');
    const measured = await runner.measure(request(runner, 'memory/read', { elements: 4096 }), never);
    expect(measured).toMatchObject({ ok: true });
    runner.close();
  });
});
