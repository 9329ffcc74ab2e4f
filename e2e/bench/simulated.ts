import { formatSeconds } from '#core/format.ts';
import { median } from '#core/statistics.ts';
import { discoveryRates, type Form, falseTierRate } from '#measure/record/discovery/rates.ts';
import { estimatorBias, SIMULATIONS } from '#measure/timing/simulated-clock.ts';
import type { MeasuredFigure, PartResult } from './figure.ts';

/** Seconds: from a dispatch much shorter than any step of a clock to one that is half a pass. */
const DISPATCHES = [3.1e-6, 47e-6, 0.9e-3, 5.3e-3];
/** Seconds that a pass costs besides its dispatches. */
const FIXED = 21e-6;
const SEEDS = 100;

/** Error of the estimated time of a dispatch, on average over seeds, on clocks and processors made of arithmetic. */
export async function bias(): Promise<PartResult> {
  const figures: MeasuredFigure[] = [];
  const details: { clock: string; dispatch: number; seeds: number; bias: number; held: number }[] = [];
  for (const [clock, simulation] of Object.entries(SIMULATIONS)) {
    const found = [];
    for (const dispatch of DISPATCHES) {
      const { bias: signed, held } = await estimatorBias({ ...simulation, dispatch, fixed: FIXED }, SEEDS);
      found.push(100 * Math.abs(signed));
      details.push({ clock, dispatch, seeds: SEEDS, bias: signed, held });
    }
    const name = `bias of a dispatch's time, simulated clock: ${clock}`;
    figures.push({ name, unit: '%', median: median(found), worst: Math.max(...found), budget: 1, judged: 'worst' });
  }
  const held = Math.min(...details.map((each) => each.held));
  const note = `bias: ${SEEDS} seeds for each of ${DISPATCHES.length} dispatches, ${DISPATCHES.map(formatSeconds).join(', ')}; the 95 % interval held the truth in at least ${Math.round(100 * held)} % of them.`;
  return { figures, notes: [note], details };
}

const FORMS: readonly Form[] = ['joint', 'latency', 'bandwidth'];
const MACHINES = 500;

/** How often the discovery of tiers is right on machines that are known, with 5 % noise. */
export function discovery(): PartResult {
  const found = FORMS.map((form) => ({
    form,
    ...discoveryRates(form, MACHINES),
    falseTiers: falseTierRate(form, MACHINES),
  }));
  return {
    figures: found.flatMap(({ form, count, capacity, falseTiers }): readonly MeasuredFigure[] => [
      { name: `discovery, ${form} curves, count right`, unit: '%', median: 100 * count, budget: 95, atLeast: true },
      {
        name: `discovery, ${form} curves, capacity within ×1.5`,
        unit: '%',
        median: 100 * capacity,
        budget: 90,
        atLeast: true,
      },
      { name: `discovery, ${form} curves, false tiers on flat ones`, unit: '%', median: 100 * falseTiers, budget: 2 },
    ]),
    notes: [`discovery: ${MACHINES} simulated machines of one to four tiers for each line, 5 % log-normal noise.`],
    details: found,
  };
}
