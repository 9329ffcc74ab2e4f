import { expect, it } from 'vitest';
import { seconds } from '#core/units.ts';
import { clockAgrees } from './clock-agrees.ts';

it('tells nanoseconds from raw ticks by the wall', () => {
  const probes = (gpu: number, wall: number) => [
    { gpu: seconds(gpu), wall: seconds(wall) },
    { gpu: seconds(gpu * 1.1), wall: seconds(wall * 1.2) },
    { gpu: null, wall: seconds(wall) },
  ];
  expect(clockAgrees(probes(1e-5, 1.2e-3), probes(8e-3, 9.5e-3))).toBe(true);
  // 52 ns a tick (19.2 MHz): the difference reads 52 times too short.
  expect(clockAgrees(probes(1e-5 / 52, 1.2e-3), probes(8e-3 / 52, 9.5e-3))).toBe(false);
  expect(clockAgrees(probes(8e-3, 9e-3), probes(1e-5, 1e-3))).toBe(false);
  expect(clockAgrees([], [])).toBe(false);
});
