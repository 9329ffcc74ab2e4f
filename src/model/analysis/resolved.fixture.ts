import type { Quantity } from '#core/quantity.ts';
import type { ComputeUnit, Machine, Tier } from '../machine/machine.ts';
import type { ResolvedLayer, ResolvedStack, Shape } from '../workload/layer.ts';
import type { MatmulOp, Op } from '../workload/op.ts';
import { opFlop, opMacs } from '../workload/op-cost.ts';
import type { AnalysisSettings } from './analysis.ts';

const elementsOf = (shape: Shape) => shape.reduce((product, extent) => product * extent, 1);

export interface Sketch {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly ops?: readonly Op[];
  readonly producers?: readonly string[];
  readonly weights?: number;
  readonly state?: number;
  readonly times?: number;
}

/** A resolved stack made by hand, for tests of the analysis alone: each layer reads the one before unless it says. */
export function resolvedOf(sketches: readonly Sketch[]): ResolvedStack {
  const layers = sketches.map((sketch, index): ResolvedLayer => {
    const { name, input, output, ops = [], weights = 0, state = 0, times = 1 } = sketch;
    const producers = sketch.producers ?? [sketches[index - 1]?.name ?? '@input'];
    const tensors = weights > 0 ? [{ name: 'weight', shape: [weights], trainable: true }] : [];
    return {
      layer: { name, kind: 'linear', fields: {} },
      path: name,
      times,
      producers,
      inputs: producers.map(() => input),
      outputs: [output],
      weights: tensors,
      ops,
      parameters: weights,
      stored: weights,
      macs: ops.reduce((sum, op) => sum + opMacs(op), 0),
      flop: ops.reduce((sum, op) => sum + opFlop(op), 0),
      inputElements: elementsOf(input) * producers.length,
      outputElements: elementsOf(output),
      weightElements: weights,
      stateElements: state,
    };
  });
  const [batch = 1, ...shape] = sketches[0]?.input ?? [];
  return { stack: { id: 'made', name: 'Made by hand', input: { shape }, layers: [] }, batch, layers };
}

export const matmulOp = (m: number, n: number, k: number): MatmulOp => ({
  op: 'matmul',
  batch: 1,
  m,
  n,
  k,
  right: 'weight',
});

/** One linear layer over `m` tokens. */
export const linearStack = (m: number, n: number, k: number): ResolvedStack =>
  resolvedOf([{ name: 'linear', input: [m, k], output: [m, n], ops: [matmulOp(m, n, k)], weights: n * k }]);

const known = <T extends number>(value: number | null): Quantity<T> | null =>
  value === null ? null : { value: value as T, provenance: 'spec', source: 'test' };

export interface TierSketch {
  readonly id: string;
  readonly capacity?: number | null;
  readonly bandwidth?: number | null;
  readonly write?: number;
  readonly energy?: number;
  readonly instances?: number;
  readonly role?: Tier['role'];
  readonly technology?: Tier['technology'];
}
export interface UnitSketch {
  readonly peak?: number | null;
  readonly operandStore?: number | null;
  readonly launch?: number;
  readonly energy?: number;
}

/** A machine with one unit at its nearest tier; the farthest tier is a store. */
export function machineOf(tiers: readonly TierSketch[], unit: UnitSketch = {}): Machine {
  const { peak = 1e12, operandStore = null, launch, energy } = unit;
  const core: ComputeUnit = {
    id: 'core',
    name: 'Core',
    tier: tiers[0]?.id ?? '',
    instances: 1,
    peaks: { f32: known(peak) },
    energy: energy === undefined ? {} : { f32: known(energy) },
    operandStore: known(operandStore),
    launchOverhead: known(launch ?? null),
  };
  return {
    id: 'test',
    name: 'Test',
    describe: '',
    tiers: tiers.map((tier, index) => ({
      id: tier.id,
      name: tier.id.toUpperCase(),
      technology: tier.technology ?? 'unknown',
      role: tier.role ?? (index === tiers.length - 1 ? 'store' : 'cache'),
      instances: tier.instances ?? 1,
      capacity: known(tier.capacity ?? null),
      readBandwidth: known(tier.bandwidth === undefined ? 1e10 : tier.bandwidth),
      writeBandwidth: known(tier.write ?? null),
      latency: null,
      energy: known(tier.energy ?? null),
    })),
    units: [core],
    subgroupWidth: null,
    sector: null,
  };
}

export const COLD: AnalysisSettings = { batch: 1, format: 'f32', overlap: 'none', residency: 'cold' };
