import type { Adapter } from '../record/record.ts';

/** What Chromium adds to an adapter's info where its developer features are on. */
interface MemoryInfo {
  readonly memoryHeaps?: Iterable<{ readonly size: number; readonly properties: number }>;
}

/** Dawn's wgpu::HeapProperty::DeviceLocal: the heap is the GPU's own memory. */
const DEVICE_LOCAL = 1;

/** Bytes of the GPU's own memory, where the browser says. */
export function ownMemory(info: object): Pick<Adapter, 'memory'> {
  const { memoryHeaps } = info as MemoryInfo;
  if (memoryHeaps === undefined) return {};
  const own = [...memoryHeaps].filter(({ properties }) => (properties & DEVICE_LOCAL) !== 0);
  const memory = own.reduce((sum, { size }) => sum + Number(size), 0);
  return memory > 0 ? { memory } : {};
}
