import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { seconds } from '#core/units.ts';
import { analyze } from '../analysis/analyze.ts';
import { COLD, machineOf, matmulOp, resolvedOf } from '../analysis/resolved.fixture.ts';
import { machinePresets } from '../machine/presets/index.ts';
import { stackPresets } from '../workload/presets/index.ts';
import { resolveStack } from '../workload/resolve.ts';
import { closedForm, doubleBuffered, nothingOverlaps } from './closed-form.ts';
import { BUFFERS, type Step } from './step.ts';
import { stepsOf } from './steps.ts';
import { type Schedule, scheduleOf, timelineOf } from './timeline.ts';

const LANES = 3;
// Whole numbers: sums of them are exact.
const time = fc.integer({ min: 0, max: 40 }).map(seconds);
const lanes = fc.array(time, { minLength: LANES, maxLength: LANES });
const idle = [0, 0, 0].map(seconds);
const stepWith = (stores: boolean) =>
  fc.record({
    ahead: lanes,
    inputs: stores ? lanes : fc.constant(idle),
    compute: time,
    stores: stores ? lanes : fc.constant(idle),
    reads: fc.array(fc.nat(), { maxLength: 2 }),
  });
const stepsWith = (stores: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(stepWith(stores), { minLength: 1, maxLength: 12 }).map((made) =>
    made.map(({ reads, ...step }, index) => ({
      ...step,
      layer: `layer${index}`,
      producers: index === 0 ? [] : [index - 1, ...reads.map((read) => read % index)],
    })),
  );

const ends = ({ events }: Schedule, step: number, kind: string) =>
  events.reduce(
    (latest, event) => (event.step === step && event.kind === kind ? Math.max(latest, event.end) : latest),
    0,
  );

describe('a schedule', () => {
  it('of two buffers without stores takes load₁ + Σ max(compᵢ, loadᵢ₊₁) + compₙ', () => {
    fc.assert(
      fc.property(stepsWith(false), (steps) => {
        const loads = steps.map(({ ahead }) => Math.max(...ahead));
        let expected = loads[0] ?? 0;
        for (let index = 0; index < steps.length - 1; index++)
          expected += Math.max(steps[index]?.compute ?? 0, loads[index + 1] ?? 0);
        expected += steps.at(-1)?.compute ?? 0;
        expect(scheduleOf(steps, 2).makespan).toBe(expected);
        expect(closedForm(steps, 2)).toBe(expected);
      }),
    );
  });

  it('of one buffer takes the sum of everything', () => {
    fc.assert(
      fc.property(stepsWith(true), (steps) => {
        const sum = steps
          .flatMap(({ ahead, inputs, compute, stores }) => [...ahead, ...inputs, compute, ...stores])
          .reduce((total, each) => total + each, 0);
        expect(scheduleOf(steps, 1).makespan).toBe(sum);
        expect(nothingOverlaps(steps)).toBe(sum);
      }),
    );
  });

  it('never runs two things on one lane at once, and runs all of each', () => {
    fc.assert(
      fc.property(stepsWith(true), fc.constantFrom(...BUFFERS), (steps, buffers) => {
        const { events } = scheduleOf(steps, buffers);
        for (const lane of [-1, 0, 1, 2]) {
          const own = events.filter((event) => event.lane === lane).sort((one, other) => one.start - other.start);
          own.forEach(({ end }, index) => {
            expect(own[index + 1]?.start ?? end).toBeGreaterThanOrEqual(end);
          });
          const busy = own.reduce((sum, { start, end }) => sum + end - start, 0);
          const wanted = steps.reduce(
            (sum, { ahead, inputs, compute, stores }) =>
              sum + (lane < 0 ? compute : (ahead[lane] ?? 0) + (inputs[lane] ?? 0) + (stores[lane] ?? 0)),
            0,
          );
          expect(busy).toBe(wanted);
        }
      }),
    );
  });

  it('computes what is loaded, stores what is computed, reads what is stored, with no more layers in flight than buffers', () => {
    fc.assert(
      fc.property(stepsWith(true), fc.constantFrom(...BUFFERS), (steps, buffers) => {
        const schedule = scheduleOf(steps, buffers);
        for (const event of schedule.events) {
          const { step, kind, start } = event;
          if (kind === 'compute') {
            expect(start).toBeGreaterThanOrEqual(ends(schedule, step, 'load'));
            for (let before = 0; before < step; before++)
              expect(start).toBeGreaterThanOrEqual(ends(schedule, before, 'compute'));
          }
          if (kind === 'store') expect(start).toBeGreaterThanOrEqual(ends(schedule, step, 'compute'));
          for (let before = 0; before <= step - buffers; before++)
            if (kind === 'load') expect(start).toBeGreaterThanOrEqual(ends(schedule, before, 'store'));
        }
        // The last load of a layer that has inputs is of those.
        steps.forEach(({ inputs, producers }, step) => {
          if (Math.max(...inputs) === 0) return;
          for (const producer of producers)
            expect(ends(schedule, step, 'load') - Math.max(...inputs)).toBeGreaterThanOrEqual(
              ends(schedule, producer, 'store'),
            );
        });
      }),
    );
  });

  it('is never slower with more buffers, nor faster than the closed form or its busiest lane', () => {
    fc.assert(
      fc.property(stepsWith(true), (steps) => {
        const [one = 0, two = 0, three = 0] = BUFFERS.map((buffers) => scheduleOf(steps, buffers).makespan);
        expect(two).toBeLessThanOrEqual(one);
        expect(three).toBeLessThanOrEqual(two);
        expect(two).toBeGreaterThanOrEqual(closedForm(steps, 2) ?? Number.NaN);
        expect(three).toBeGreaterThanOrEqual(steps.reduce((sum, { compute }) => sum + compute, 0));
      }),
    );
  });

  it('of three buffers can hide a store that two cannot', () => {
    const step = (index: number): Step => ({
      layer: `layer${index}`,
      ahead: [seconds(4), seconds(0)],
      inputs: [seconds(0), seconds(0)],
      compute: seconds(4),
      stores: [seconds(0), seconds(4)],
      producers: [],
    });
    const steps = [0, 1, 2, 3, 4].map(step);
    // Two: a load waits for the store of the layer two before it. Three: load, compute and store at once.
    expect(scheduleOf(steps, 2).makespan).toBe(36);
    expect(scheduleOf(steps, 3).makespan).toBe(28);
  });
});

describe('the closed form', () => {
  it('is nothing for no layers, and load and compute for one', () => {
    expect(doubleBuffered([], [])).toBe(0);
    expect(doubleBuffered([3], [5])).toBe(8);
    expect(doubleBuffered([3, 7, 1], [5, 2, 4])).toBe(3 + 7 + 2 + 4);
  });
});

describe('a timeline', () => {
  it('of one buffer takes the upper bound of the analysis, on every machine', () => {
    for (const machine of machinePresets)
      for (const preset of stackPresets) {
        const analysed = analyze(unwrap(resolveStack(preset.build({}), 1)), machine, {
          batch: 1,
          format: 'f16',
          overlap: 'double-buffered',
          residency: 'cold',
        });
        if (!analysed.ok) continue;
        const { makespan } = unwrap(timelineOf(analysed.value, 1));
        expect(makespan / analysed.value.totals.timeUpper, `${preset.id} on ${machine.id}`).toBeCloseTo(1, 9);
      }
  });

  const layers = resolvedOf([
    { name: 'a', input: [1, 100], output: [1, 100], ops: [matmulOp(1, 100, 100)], weights: 10_000 },
    { name: 'view', input: [1, 100], output: [1, 100], producers: ['a'] },
    {
      name: 'b',
      input: [1, 100],
      output: [1, 100],
      ops: [matmulOp(1, 100, 100)],
      weights: 10_000,
      producers: ['view'],
    },
  ]);

  it('marks the tier that compute first waits for', () => {
    const machine = machineOf([
      { id: 'sram', capacity: 1e6, bandwidth: 1e12 },
      { id: 'dram', bandwidth: 1e6 },
    ]);
    const { bottleneck, steps, lanes } = unwrap(timelineOf(unwrap(analyze(layers, machine, COLD)), 2));
    expect(bottleneck).toMatchObject({ layer: 'b', lane: 'dram' });
    expect(steps.map(({ layer, producers }) => [layer, producers])).toEqual([
      ['a', []],
      ['b', [0]],
    ]);
    expect(lanes.map(({ lane }) => lane)).toEqual(['compute', 'sram', 'dram']);
    const dram = lanes[2];
    expect(steps[0]?.ahead[1]).toBeCloseTo(0.04, 12);
    expect(steps[0]?.inputs[1]).toBeCloseTo(0.0004, 12);
    expect(steps[0]?.stores[1]).toBeCloseTo(0.0004, 12);
    // 2 × 10,000 weights and 4 vectors of 100 at 1 MB/s.
    expect(dram?.busy).toBeCloseTo((2 * 10_000 + 400) * 4e-6, 12);
  });

  it('marks compute where it never waits', () => {
    const slow = machineOf([{ id: 'dram', bandwidth: 1e12 }], { peak: 1e3 });
    const wide = resolvedOf(
      ['a', 'b'].map((name) => ({
        name,
        input: [1, 9],
        output: [1, 9],
        ops: [matmulOp(1, 9, 9)],
        weights: 81,
        producers: [],
      })),
    );
    const { bottleneck } = unwrap(timelineOf(unwrap(analyze(wide, slow, COLD)), 2));
    expect(bottleneck).toEqual({ layer: 'a', lane: 'compute', wait: 0 });
  });

  it('writes out every occurrence, each reading the one before', () => {
    const llama = unwrap(resolveStack(stackPresets.find(({ id }) => id === 'gpt2')?.build({}) ?? fail(), 1));
    const machine = machinePresets[0] ?? fail();
    const analysed = unwrap(analyze(llama, machine, { batch: 1, format: 'f16', overlap: 'none', residency: 'cold' }));
    const steps = unwrap(stepsOf(analysed));
    const working = llama.layers.filter(({ ops }) => ops.length > 0);
    expect(steps).toHaveLength(working.reduce((sum, { times }) => sum + times, 0));
    const group = working.filter(({ times }) => times > 1);
    const second = steps.findIndex(({ layer }) => layer === `${group[0]?.path}#2`);
    const [reads = -1] = steps[second]?.producers ?? [];
    expect(steps[reads]?.layer).toMatch(/#1$/);
  });

  it('refuses more layers than it can show', () => {
    const many = resolvedOf([
      { name: 'a', input: [1, 4], output: [1, 4], ops: [matmulOp(1, 4, 4)], weights: 16, times: 20_001 },
    ]);
    const machine = machineOf([{ id: 'dram' }]);
    const refused = timelineOf(unwrap(analyze(many, machine, COLD)), 2);
    expect(refused).toMatchObject({ ok: false, error: { field: 'layers' } });
  });
});

function fail(): never {
  throw new Error('a preset is missing');
}
