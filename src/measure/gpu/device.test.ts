import { describe, expect, it } from 'vitest';
import { describeAdapter, requestDevice } from './device.ts';
import { openGpuRunner } from './open-gpu.ts';

function fakeAdapter(info: Partial<GPUAdapterInfo>, features: readonly string[] = []) {
  const asked: GPUDeviceDescriptor[] = [];
  const adapter = {
    info: { vendor: '', architecture: '', device: '', description: '', ...info },
    features: new Set(features),
    limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 29 },
    requestDevice: (descriptor: GPUDeviceDescriptor) => {
      asked.push(descriptor);
      return Promise.resolve({});
    },
  } as unknown as GPUAdapter;
  return { adapter, asked };
}
const gpuOf = (...adapters: readonly (GPUAdapter | null)[]) => {
  const left = [...adapters];
  return { requestAdapter: () => Promise.resolve(left.shift() ?? null) } as unknown as GPU;
};
const place = { userAgent: 'Firefox/140', secure: true };
const never = new AbortController().signal;

describe('asking for a device', () => {
  it('says what to do where there is no WebGPU', async () => {
    expect(await requestDevice(undefined, place)).toMatchObject({ ok: false, error: { kind: 'no-webgpu' } });
    expect(await requestDevice(undefined, { ...place, secure: false })).toMatchObject({
      ok: false,
      error: { kind: 'insecure-context' },
    });
  });

  it('says so where there is no adapter, or it gives no device', async () => {
    expect(await requestDevice(gpuOf(null, null), place)).toMatchObject({ error: { kind: 'no-adapter' } });
    const broken = { requestAdapter: () => Promise.reject(new Error('blocklisted')) } as unknown as GPU;
    expect(await requestDevice(broken, place)).toMatchObject({ error: { kind: 'no-adapter', detail: 'blocklisted' } });
  });

  it('asks for the best limits and the features that are there, and takes a software adapter when nothing else is', async () => {
    const { adapter, asked } = fakeAdapter({}, ['timestamp-query', 'shader-f16', 'depth-clip-control']);
    expect((await requestDevice(gpuOf(null, adapter), place)).ok).toBe(true);
    expect(asked[0]).toMatchObject({
      requiredFeatures: ['timestamp-query', 'shader-f16'],
      requiredLimits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 29 },
    });
  });

  it('counts the memory that is the GPU’s own, where the browser lists any', () => {
    const memoryHeaps = [
      { size: 2 ** 33, properties: 1 },
      { size: 2 ** 28, properties: 1 | 2 | 4 },
      { size: 2 ** 35, properties: 2 | 4 },
    ];
    const memoryOf = (info: object) => describeAdapter(fakeAdapter(info).adapter).memory;
    expect(memoryOf({ memoryHeaps })).toBe(2 ** 33 + 2 ** 28);
    expect(memoryOf({ memoryHeaps: memoryHeaps.slice(2) })).toBeUndefined();
    expect(memoryOf({})).toBeUndefined();
  });

  it('describes the subgroup matrices that a browser lists, as plain data, and none where it lists none', () => {
    class Config {
      get M() {
        return 16;
      }
      N = 16;
      K = 8;
      componentType = 'f16';
      resultComponentType = 'f32';
    }
    const info = { subgroupMatrixConfigs: [new Config()] } as Partial<GPUAdapterInfo>;
    const { subgroupMatrixConfigs } = describeAdapter(fakeAdapter(info).adapter);
    expect(JSON.parse(JSON.stringify(subgroupMatrixConfigs))).toEqual([
      { M: 16, N: 16, K: 8, componentType: 'f16', resultComponentType: 'f32' },
    ]);
    expect('subgroupMatrixConfigs' in describeAdapter(fakeAdapter({}).adapter)).toBe(false);
  });

  it('knows software adapters by their word or by their name', () => {
    expect(describeAdapter(fakeAdapter({ isFallbackAdapter: true }).adapter).fallback).toBe(true);
    expect(describeAdapter(fakeAdapter({ architecture: 'swiftshader' }).adapter).fallback).toBe(true);
    expect(describeAdapter(fakeAdapter({ description: 'llvmpipe (LLVM 19)' }).adapter).fallback).toBe(true);
    expect(describeAdapter(fakeAdapter({ vendor: 'nvidia', description: 'NVIDIA H200' }).adapter).fallback).toBe(false);
  });

  it('keeps unknown subgroup sizes unknown', () => {
    expect(describeAdapter(fakeAdapter({}).adapter)).toMatchObject({ subgroupMinSize: null, subgroupMaxSize: null });
    expect(describeAdapter(fakeAdapter({ subgroupMinSize: 32, subgroupMaxSize: 64 }).adapter)).toMatchObject({
      subgroupMinSize: 32,
      subgroupMaxSize: 64,
    });
  });
});

describe('opening', () => {
  it('opens nothing once stopped', async () => {
    expect(await openGpuRunner({ gpu: gpuOf(null) })(AbortSignal.abort())).toMatchObject({
      error: { kind: 'cancelled' },
    });
  });

  it('passes on that there is no adapter, with the program’s own name', async () => {
    expect(await openGpuRunner({ gpu: gpuOf(null, null), environment: 'Node 22' })(never)).toMatchObject({
      ok: false,
      error: { kind: 'no-adapter' },
    });
  });

  it('does not wait for a browser that never answers: not past a Stop, not past its patience', async () => {
    const silent = { requestAdapter: () => new Promise(() => {}) } as unknown as GPU;
    const stop = new AbortController();
    const opening = openGpuRunner({ gpu: silent })(stop.signal);
    stop.abort();
    expect(await opening).toMatchObject({ error: { kind: 'cancelled' } });
    const waited = await openGpuRunner({ gpu: silent, patienceSeconds: 0.01 })(never);
    expect(waited).toMatchObject({ error: { kind: 'no-adapter' } });
    expect(!waited.ok && waited.error.message).toContain('did not give a GPU within 0.01 s');
  });

  it('closes a device that comes after nobody wants it', async () => {
    let closed = 0;
    let answer = (_: GPUAdapter) => {};
    const slow = { requestAdapter: () => new Promise((resolve) => (answer = resolve)) } as unknown as GPU;
    const { adapter } = fakeAdapter({});
    adapter.requestDevice = () => Promise.resolve({ destroy: () => closed++ } as unknown as GPUDevice);
    const stop = new AbortController();
    const opening = openGpuRunner({ gpu: slow })(stop.signal);
    stop.abort();
    expect(await opening).toMatchObject({ ok: false });
    answer(adapter);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(closed).toBe(1);
  });
});
