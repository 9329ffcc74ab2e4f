import { expect, it } from 'vitest';
import { quantity } from '#core/quantity.ts';
import { bytes, flops, seconds } from '#core/units.ts';
import type { DiscoveredTier, Run } from '#measure/record/record.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { hardware } from './hardware.ts';

const tier = (name: string, capacity: number | null): DiscoveredTier => ({
  id: name,
  name,
  capacity: capacity === null ? null : quantity(bytes(capacity), 'measured', 'a test'),
  bandwidth: null,
  latency: null,
  confidence: 1,
});
const { cost } = sampleMeasurement();
/** 1 TFLOP/s in f32, 9 in f16; copies at 2 TB/s past the caches, at 8 inside them. */
const real: Run = sampleRun({
  measurements: [
    sampleMeasurement({ kernel: 'compute/fma', role: 'compute-peak', cost: { ...cost, flop: flops(1e9) } }),
    sampleMeasurement({ kernel: 'compute/fma-f16', role: 'compute-peak', cost: { ...cost, flop: flops(9e9) } }),
    sampleMeasurement({ kernel: 'memory/copy', role: 'memory-bandwidth', cost: { ...cost, compulsory: bytes(2e9) } }),
    sampleMeasurement({ kernel: 'memory/read', role: 'memory-bandwidth', cost: { ...cost, compulsory: bytes(3e9) } }),
    sampleMeasurement({ kernel: 'memory/copy', role: 'sweep', cost: { ...cost, compulsory: bytes(8e9) } }),
  ].map((one) => ({ ...one, median: seconds(1e-3) })),
  machine: {
    tiers: [tier('L1', 2e5), tier('L2', 4e7), tier('Memory', null)],
    range: [bytes(4096), bytes(5e8)],
    sentences: [],
  },
});

it('compares a real GPU with its driver and its datasheet', () => {
  const reference = { 'driver-copy': 2.5e12, 'datasheet-fma': 1.25e12, 'datasheet-l2': 5e7 };
  const { figures } = hardware(real, reference);
  expect(figures).toEqual(
    [
      "copy bandwidth over the driver's own copy",
      'FMA peak over the datasheet',
      expect.stringContaining('capacity'),
    ].map((name) => ({ name, unit: '×', median: expect.closeTo(0.8, 9) })),
  );
});

it('tells what was measured where there is nothing to compare with', () => {
  const { figures, notes } = hardware(real, { 'datasheet-fma': 2e12 });
  expect(figures[0]).toMatchObject({ absent: expect.stringMatching(/^2.TB\/s here; give --driver-copy to compare$/) });
  expect(figures[1]).toMatchObject({ median: expect.closeTo(0.5, 9) });
  expect(notes?.[0]).toMatch(/FMA peak 1.TFLOP\/s/);
});

it('names what a discovery did not measure', () => {
  const { machine: _, ...without } = real;
  const { figures } = hardware(
    { ...without, measurements: [] },
    { 'driver-copy': 1, 'datasheet-fma': 1, 'datasheet-l2': 1 },
  );
  for (const figure of figures) expect(figure).toMatchObject({ absent: 'the discovery on the GPU did not measure it' });
});

it.each([
  ['a software adapter', sampleRun({ adapter: { ...real.adapter, fallback: true } })],
  ['no adapter', null],
])('compares nothing on %s', (_, run) => {
  const { figures } = hardware(run, { 'driver-copy': 1 });
  expect(figures).toHaveLength(3);
  for (const figure of figures) expect(figure).toMatchObject({ absent: 'no real GPU here: not measured' });
});
