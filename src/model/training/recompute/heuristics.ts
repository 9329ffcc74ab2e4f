import { bytes } from '#core/units.ts';
import { type Chain, layersOf } from './chain.ts';
import { type Answer, type Heuristic, isBetter, type Plan, type Proposal, planOf } from './plan.ts';
import { revolveSchedule } from './revolve.ts';
import {
  balancedStarts,
  chenSegments,
  evenStarts,
  inputOnlySchedule,
  layerInputsSchedule,
  noneSchedule,
  segmentSchedule,
} from './segments.ts';
import { candidatesOf, selectiveSchedule } from './selective.ts';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function* segmentProposals(chain: Chain): Generator<Proposal> {
  const layers = layersOf(chain);
  const seen = new Set<string>();
  for (let segments = 1; segments <= layers; segments++)
    for (const starts of [evenStarts(layers, segments), balancedStarts(chain, segments)]) {
      const key = starts.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const choice = counted(starts.length, 'segment');
      yield { method: 'segments', choice, schedule: segmentSchedule(layers, starts) };
    }
}

function sqrtProposal(chain: Chain): Proposal {
  const layers = layersOf(chain);
  const starts = evenStarts(layers, chenSegments(chain));
  return { method: 'sqrt', choice: counted(starts.length, 'segment'), schedule: segmentSchedule(layers, starts) };
}

function* selectiveProposals(chain: Chain): Generator<Proposal> {
  const candidates = candidatesOf(chain);
  const dropped = new Set<number>();
  for (let count = 0; count <= candidates.length; count++) {
    const candidate = candidates[count - 1];
    if (candidate) dropped.add(candidate.layer);
    const choice = `${count} of ${candidates.length} dropped`;
    yield { method: 'selective', choice, schedule: selectiveSchedule(chain, dropped) };
  }
}

function* revolveProposals(chain: Chain): Generator<Proposal> {
  const layers = layersOf(chain);
  // One slot fewer than layers is enough to run none of them twice before its own turn.
  for (let slots = Math.max(1, layers - 1); slots >= 1; slots--)
    yield { method: 'revolve', choice: counted(slots, 'slot'), schedule: revolveSchedule(layers, slots) };
}

/** Every schedule that a strategy has for the chain. */
export function proposalsOf(chain: Chain, method: Heuristic): Iterable<Proposal> {
  const layers = layersOf(chain);
  switch (method) {
    case 'none':
      return [{ method, choice: 'all saved', schedule: noneSchedule(layers) }];
    case 'layer-inputs':
      return [{ method, choice: 'each layer’s input kept', schedule: layerInputsSchedule(layers) }];
    case 'input-only':
      return [{ method, choice: 'the chain’s input kept', schedule: inputOnlySchedule(layers) }];
    case 'sqrt':
      return [sqrtProposal(chain)];
    case 'segments':
      return segmentProposals(chain);
    case 'selective':
      return selectiveProposals(chain);
    case 'revolve':
      return revolveProposals(chain);
  }
}

/** The fastest schedule of a strategy that fits `memory` bytes; where none does, the memory from which one would. */
export function heuristicAnswer(chain: Chain, method: Heuristic, memory: number): Answer {
  let best: Plan | null = null;
  let needs = bytes(Number.POSITIVE_INFINITY);
  for (const proposal of proposalsOf(chain, method)) {
    const plan = planOf(chain, proposal);
    const { peak } = plan.simulation;
    if (peak < needs) needs = peak;
    if (peak <= memory && (best === null || isBetter(plan, best))) best = plan;
  }
  if (best !== null) return { feasible: true, plan: best, exact: null };
  // Chen's √n is meant for layers alike: where they are not, another number of segments may fit.
  if (method !== 'sqrt') return { feasible: false, needs, exact: null };
  const answer = heuristicAnswer(chain, 'segments', memory);
  return answer.feasible ? { ...answer, plan: { ...answer.plan, method } } : answer;
}
