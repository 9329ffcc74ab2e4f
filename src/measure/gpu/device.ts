import { err, ok, type Result } from '#core/result.ts';
import { matrixConfigsOf } from '../kernels/matrix-configs.ts';
import type { Fault } from '../record/fault.ts';
import type { Adapter } from '../record/record.ts';
import { insecureContext, noAdapter, noWebGpu } from './fault-sentences.ts';
import { ownMemory } from './own-memory.ts';

export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly adapter: Adapter;
}

/** Limits that make larger problems possible. Others keep their defaults, so that nothing is asked for in vain. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;
/** Asked for where they are offered. A kernel that needs another one adds it here. */
export const WANTED_FEATURES: readonly string[] = [
  'timestamp-query',
  'subgroups',
  'shader-f16',
  'chromium-experimental-subgroup-matrix',
];

const isWanted = (feature: string): feature is GPUFeatureName => WANTED_FEATURES.includes(feature);

/** Names of adapters that run on the processor, for browsers that do not say. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

const known = (size: number | undefined): number | null => (size === undefined || size === 0 ? null : size);

/** Adapter info and limits as plain data, with the language features that `navigator.gpu` names. */
export function describeAdapter(adapter: GPUAdapter, languageFeatures?: Iterable<string>): Adapter {
  const { info } = adapter;
  const names = [info.vendor, info.architecture, info.device, info.description].map((name) => name ?? '');
  const [vendor = '', architecture = '', device = '', description = ''] = names;
  return {
    vendor,
    architecture,
    device,
    description,
    fallback: info.isFallbackAdapter === true || SOFTWARE.test(names.join(' ')),
    subgroupMinSize: known(info.subgroupMinSize),
    subgroupMaxSize: known(info.subgroupMaxSize),
    features: [...adapter.features].sort(),
    ...(languageFeatures !== undefined && { languageFeatures: [...languageFeatures].sort() }),
    ...matrixConfigsOf(info),
    ...ownMemory(info),
    limits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  };
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * An adapter and a device with the best limits the adapter offers. `gpu` undefined: this page or program has no WebGPU.
 * Faults: `no-webgpu`, `insecure-context`, `no-adapter`.
 */
export async function requestDevice(
  gpu: GPU | undefined,
  { userAgent, secure }: { readonly userAgent: string; readonly secure: boolean },
): Promise<Result<OpenedDevice, Fault>> {
  if (gpu === undefined) return err(secure ? noWebGpu(userAgent) : insecureContext());
  try {
    const adapter =
      (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ??
      (await gpu.requestAdapter({ forceFallbackAdapter: true }));
    if (adapter === null) return err(noAdapter(userAgent));
    const described = describeAdapter(adapter, gpu.wgslLanguageFeatures);
    const device = await adapter.requestDevice({
      label: 'ridgepoint',
      requiredFeatures: [...adapter.features].filter(isWanted),
      requiredLimits: described.limits,
    });
    return ok({ device, adapter: described });
  } catch (error) {
    return err(noAdapter(userAgent, detailOf(error)));
  }
}
