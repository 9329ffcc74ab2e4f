import { describe, expect, it } from 'vitest';
import { tierRegions } from '#charts/lab/figures/tier-regions.ts';
import { runOfEverything } from '#charts/lab/run-of-everything.fixture.ts';
import { quantity } from '#core/quantity.ts';
import { bytes } from '#core/units.ts';
import { cpuKernels } from '#measure/cpu/catalogue.ts';
import { kernels } from '#measure/kernels/catalogue.ts';
import type { KernelDescription } from '#measure/kernels/kernel.ts';
import { experimentsOf } from '#measure/lab/experiments.ts';
import type { Discovery } from '#measure/record/record.ts';
import { endsOf } from '#panels/lab/boundaries.ts';

const CATALOGUES: Readonly<Record<'webgpu' | 'cpu', readonly KernelDescription[]>> = {
  webgpu: kernels,
  cpu: cpuKernels,
};

describe.each(['webgpu', 'cpu'] as const)('the made-up run of everything on %s', (engine) => {
  const run = runOfEverything(engine);
  const byId = new Map(CATALOGUES[engine].map((kernel) => [kernel.id, kernel]));

  it('measures kernels of that engine on exactly their sizes', () => {
    const asked = run.measurements.map(({ kernel, problem }) => [kernel, Object.keys(problem).toSorted()]);
    const known = run.measurements.map(({ kernel }) => [
      kernel,
      byId
        .get(kernel)
        ?.sizes.map(({ key }) => key)
        .toSorted(),
    ]);
    expect(asked).toEqual(known);
  });

  it('has the roles that the experiments give', () => {
    const context = { engine, adapter: run.adapter, depth: 'quick', kernel: (id: string) => byId.get(id) } as const;
    // A kernel may have several: looked at in a sweep, then a point of its own.
    const planned = new Set(
      experimentsOf(engine).flatMap(({ stages }) =>
        stages(context).flatMap(({ plan }) => plan([]).map(({ kernel, role }) => `${kernel.id} as ${role}`)),
      ),
    );
    const wrong = run.measurements.filter(({ kernel, role }) => !planned.has(`${kernel} as ${role}`));
    expect(wrong.map(({ kernel, role }) => [kernel, role])).toEqual([]);
  });
});

it('draws the ends of tiers where a person moves them, also around a tier without an end', () => {
  const found = runOfEverything().machine as Discovery;
  const [l1, l2, memory] = found.tiers as [Discovery['tiers'][0], Discovery['tiers'][0], Discovery['tiers'][0]];
  const end = (value: number) => ({ ...l1, capacity: quantity(bytes(value), 'measured') });
  for (const tiers of [
    found.tiers,
    [end(2 ** 15), { ...l2, capacity: null }, end(2 ** 25), memory],
    [{ ...l1, capacity: null }, end(2 ** 20), memory],
  ]) {
    const regions = tierRegions({ discovery: { ...found, tiers } });
    expect(regions.slice(0, -1).map(({ to }) => to)).toEqual(endsOf({ ...found, tiers }));
    expect(regions.slice(1).map(({ from }) => from)).toEqual(regions.slice(0, -1).map(({ to }) => to));
  }
});
