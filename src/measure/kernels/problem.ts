import type { Adapter } from '../record/record.ts';
import { type Dispatch, type Kernel, type KernelDescription, type Problem, valueFor } from './kernel.ts';
import { matrixName, sameMatrix } from './matrix-configs.ts';

/** WebGPU's guaranteed limits: what holds where an adapter does not say more. https://www.w3.org/TR/webgpu/#limits */
const GUARANTEED = {
  maxBufferSize: 268_435_456,
  maxStorageBufferBindingSize: 134_217_728,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBuffersPerShaderStage: 8,
} as const;

type Limit = keyof typeof GUARANTEED;

/** Groups that one dimension of a dispatch may have: WebGPU's guaranteed limit. */
const MAX_GROUPS = GUARANTEED.maxComputeWorkgroupsPerDimension;

/** A size of a problem by name. A size that the kernel needs and the problem lacks is a bug. */
export function sizeOf(problem: Problem, key: string): number {
  const value = problem[key];
  if (value === undefined) throw new Error(`the problem has no size ${key}: ${JSON.stringify(problem)}`);
  return value;
}

/** The problem that a kernel runs where nobody says which. */
export const defaultProblem = (kernel: Kernel): Problem =>
  Object.fromEntries(kernel.sizes.map((size) => [size.key, size.default]));

/** f32 elements of all buffers of a problem together. */
export const problemElements = (kernel: Kernel, problem: Problem): number =>
  kernel.bindings.reduce((sum, binding) => sum + binding.elements(problem), 0);

/** Bytes of the buffer that holds so many elements: whole vec4s. */
export const bufferBytes = (elements: number): number => 16 * Math.max(1, Math.ceil(elements / 4));

/** `count` workgroups in a row, folded into two dimensions where one holds too few. Some groups may be left over. */
export function foldGroups(count: number, maxGroups: number = MAX_GROUPS): Dispatch {
  const rows = Math.ceil(count / maxGroups);
  return [Math.ceil(count / rows), rows, 1];
}

const mebibytes = (size: number): string =>
  `${(size / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Whether the sizes are within what the kernel of any engine allows, each and together: null, or a sentence that names the size. */
export function sizesFit(
  { sizes, misfit }: Pick<KernelDescription, 'sizes' | 'misfit'>,
  problem: Problem,
): string | null {
  for (const { key, label, min, max, multipleOf = 1, powerOfTwo = false } of sizes) {
    const value = problem[key];
    const kind = powerOfTwo ? 'a power of two' : multipleOf === 1 ? 'a whole number' : `a multiple of ${multipleOf}`;
    if (
      value === undefined ||
      !Number.isInteger(value) ||
      value < min ||
      value > max ||
      value % multipleOf !== 0 ||
      (powerOfTwo && !isPowerOfTwo(value))
    )
      return `${label} must be ${kind} from ${min} to ${max.toLocaleString('en')}.`;
  }
  return misfit?.(problem) ?? null;
}

/**
 * Whether a kernel can run a problem within an adapter's limits (WebGPU's names; guaranteed values where one is absent):
 * null, or a sentence that names the size or the limit.
 */
export function problemFits(
  kernel: Kernel,
  problem: Problem,
  limits: Readonly<Record<string, number | undefined>> = {},
): string | null {
  const limit = (name: Limit): number => limits[name] ?? GUARANTEED[name];
  const misfit = sizesFit(kernel, problem);
  if (misfit !== null) return misfit;
  const buffers = limit('maxStorageBuffersPerShaderStage');
  if (kernel.bindings.length > buffers)
    return `It binds ${kernel.bindings.length} buffers; maxStorageBuffersPerShaderStage is ${buffers}.`;
  const largest = Math.min(limit('maxStorageBufferBindingSize'), limit('maxBufferSize'));
  for (const binding of kernel.bindings) {
    const size = bufferBytes(binding.elements(problem));
    if (size > largest) {
      const name = limit('maxBufferSize') === largest ? 'maxBufferSize' : 'maxStorageBufferBindingSize';
      return `Buffer ${binding.name} needs ${mebibytes(size)}; ${limits[name] === undefined ? `every adapter's ${name} is at least ${mebibytes(largest)}, and this one's is known once something was measured` : `this adapter's ${name} is ${mebibytes(largest)}`}.`;
    }
  }
  const groups = Math.max(...kernel.workgroups(problem));
  const most = limit('maxComputeWorkgroupsPerDimension');
  if (groups > most)
    return `The dispatch needs ${groups.toLocaleString('en')} workgroups; maxComputeWorkgroupsPerDimension is ${most.toLocaleString('en')}.`;
  return workgroupFits(kernel, problem, limit);
}

/** Whether the buffers of a problem together have room in the adapter's memory, where it says how much that is: null, or a sentence. */
export function memoryFits(
  { bindings }: Pick<Kernel, 'bindings'>,
  problem: Problem,
  { memory = Number.POSITIVE_INFINITY }: Pick<Adapter, 'memory'>,
): string | null {
  const total = bindings.reduce((sum, { elements }) => sum + bufferBytes(elements(problem)), 0);
  return total > memory
    ? `Its buffers need ${mebibytes(total)} together; this adapter has ${mebibytes(memory)} of memory.`
    : null;
}

/** Whether a kernel's workgroup is within the limits: null, or a sentence that names the limit. */
function workgroupFits(kernel: Kernel, problem: Problem, limit: (name: Limit) => number): string | null {
  const workgroup = valueFor(kernel.workgroup, problem);
  const workgroupBytes = valueFor(kernel.workgroupBytes ?? 0, problem);
  const invocations = workgroup.reduce((product, extent) => product * extent, 1);
  const most = limit('maxComputeInvocationsPerWorkgroup');
  if (invocations > most)
    return `A workgroup has ${invocations} invocations; maxComputeInvocationsPerWorkgroup is ${most}.`;
  for (const [index, axis] of (['X', 'Y', 'Z'] as const).entries()) {
    const extent = workgroup[index] ?? 1;
    const name = `maxComputeWorkgroupSize${axis}` as const;
    if (extent > limit(name)) return `A workgroup is ${extent} invocations wide; ${name} is ${limit(name)}.`;
  }
  const storage = limit('maxComputeWorkgroupStorageSize');
  if (workgroupBytes > storage)
    return `A workgroup needs ${workgroupBytes.toLocaleString('en')} B of workgroup memory; maxComputeWorkgroupStorageSize is ${storage.toLocaleString('en')} B.`;
  return null;
}

/** What an adapter lacks that a kernel needs: null, or a sentence that names it. */
export function missingRequirement(
  { requires }: Pick<Kernel, 'requires'>,
  {
    features,
    languageFeatures = [],
    subgroupMatrixConfigs = [],
  }: Pick<Adapter, 'features' | 'languageFeatures' | 'subgroupMatrixConfigs'>,
): string | null {
  const feature = requires?.features?.find((name) => !features.includes(name));
  if (feature !== undefined) return `It needs the WebGPU feature ${feature}, which this adapter does not offer.`;
  const language = requires?.languageFeatures?.find((name) => !languageFeatures.includes(name));
  if (language !== undefined) return `It needs the WGSL feature ${language}, which this browser does not know.`;
  const matrix = requires?.subgroupMatrix;
  if (matrix !== undefined && !subgroupMatrixConfigs.some((config) => sameMatrix(config, matrix)))
    return `It multiplies ${matrixName(matrix)}, which are not among the subgroup matrices that this adapter lists.`;
  return null;
}
