import { quantity } from '#core/quantity.ts';
import { seededRandom } from '#core/random.ts';
import { bytes, bytesPerSecond, flops, seconds } from '#core/units.ts';
import type { RunSummary, SummaryPoint } from '#measure/record/summary.ts';
import type { Machine } from '#model/machine/machine.ts';
import { machinePreset } from '#model/machine/presets/index.ts';
import type { Layer, Stack } from '#model/workload/layer.ts';
import { stackPreset } from '#model/workload/presets/index.ts';

/** Data for tests: documents as large as links must carry, and figures as awkward as measured ones are. */

/** ResNet-50 with its groups written out and a figure of every layer edited by hand: 175 layers with names of their own. */
export function editedResnet(): Stack {
  const random = seededRandom(50);
  const stack = stackPreset('resnet50')?.build();
  if (!stack) throw new Error('no resnet50');
  let output = '';
  const layers = stack.layers.flatMap((item): readonly Layer[] => {
    if (!('layers' in item)) {
      output = item.name;
      return [item];
    }
    const stage = item.name.split('.')[0];
    return Array.from({ length: item.times }, (_, index) => {
      const input = output;
      const named = (name: string) => (name === '@block' ? input : `${stage}.${index + 1}.${name}`);
      return item.layers.map((layer) => {
        output = named(layer.name);
        return { ...layer, name: output, ...(layer.inputs && { inputs: layer.inputs.map(named) }) };
      });
    }).flat();
  });
  const groups = new Map(stack.layers.flatMap((item) => ('layers' in item ? [[item.name, item]] : [])));
  const lastOf = (name: string) => {
    const group = groups.get(name);
    return group ? `${name.split('.')[0]}.${group.times}.relu3` : name;
  };
  return {
    ...stack,
    id: 'resnet50-edited',
    name: 'ResNet-50, edited',
    layers: layers.map((layer) => ({
      ...layer,
      ...(layer.inputs && { inputs: layer.inputs.map(lastOf) }),
      fields: edited(layer, random.integer),
    })),
  };
}

function edited({ kind, fields }: Layer, integer: (bound: number) => number): Layer['fields'] {
  if (kind === 'conv2d') return { ...fields, outChannels: 16 + integer(2000), bias: integer(2) === 1 };
  if (kind === 'activation') return { function: ['relu', 'relu6', 'gelu', 'silu'][integer(4)] ?? 'relu' };
  if (kind === 'batch-norm') return { affine: integer(2) === 1 };
  return kind === 'linear' ? { ...fields, outFeatures: 1 + integer(5000) } : fields;
}

/** A ready-made machine with one roof dragged, as the page leaves it. */
export function editedMachine(id = 'h100-sxm'): Machine {
  const machine = machinePreset(id);
  if (!machine) throw new Error(`no ${id}`);
  return {
    ...machine,
    id: `${id}-edited`,
    tiers: machine.tiers.map((tier, index) => ({
      ...tier,
      readBandwidth: quantity(bytesPerSecond(2.718281828e12 / (index + 1)), 'derived', 'edited by hand'),
    })),
  };
}

const MATMUL: Problem = { m: 1021, n: 1023, k: 1019 };
const PLAN: readonly (readonly [kernel: string, role: SummaryPoint['role'], problem: Problem])[] = [
  ['compute/fma', 'compute-peak', { invocations: 262_144, iterations: 1024 }],
  ['memory/read', 'cache-bandwidth', { elements: 262_144, rounds: 512 }],
  ['memory/read', 'memory-bandwidth', { elements: 100_663_296, rounds: 1 }],
  ['memory/strided', 'point', { elements: 16_777_216, stride: 32 }],
  ['matmul/naive', 'point', MATMUL],
  ['matmul/strided', 'point', MATMUL],
  ['matmul/tiled-8', 'point', MATMUL],
  ['matmul/tiled-16', 'point', MATMUL],
  ['matmul/tiled-strided', 'point', MATMUL],
  ['matmul/register', 'point', MATMUL],
];

/** Ten points as a suite measures them: streams of two sizes, six kernels on one matmul of odd extents. */
export function sampleSummary(): RunSummary {
  const random = seededRandom(10);
  return {
    version: 1,
    engine: 'webgpu',
    device: 'Example GPU (invented figures)',
    fallback: false,
    environment: 'Chrome 156, Windows',
    at: '2026-11-21T09:14:27.031Z',
    subgroupWidth: 32,
    points: PLAN.map(([kernel, role, problem]) => {
      const median = 1e-4 * (1 + random.next() * 9);
      return {
        kernel,
        role,
        problem,
        median: fourDigits(median),
        interval: [fourDigits(median * (1 - random.next() / 50)), fourDigits(median * (1 + random.next() / 50))],
        cost: costOf(problem, random.integer),
      };
    }),
  };
}

/** FLOP and compulsory bytes follow from the problem; the bytes between them are as odd as each kernel makes them. */
function costOf(problem: Problem, integer: (bound: number) => number) {
  const { m = 0, n = 0, k = 0, elements = 65_536, invocations = 1, iterations = 1 } = problem;
  const compulsory = m === 0 ? 4 * elements : 4 * (m * k + k * n + m * n);
  const requested = compulsory * (1 + integer(100)) + integer(1e6);
  const moved = requested + integer(1e8);
  return {
    flop: flops(m === 0 ? elements * iterations * invocations : 2 * m * n * k),
    requested: bytes(requested),
    moved: bytes(moved),
    useful: bytes(Math.floor(moved / (1 + integer(8)))),
    tiled: bytes(compulsory + integer(1e9)),
    compulsory: bytes(compulsory),
  };
}
type Problem = Readonly<Record<string, number>>;

const fourDigits = (value: number) => seconds(Number(value.toPrecision(4)));
