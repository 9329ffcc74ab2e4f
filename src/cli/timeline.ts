import { BUFFERS, type Buffers, serialTime, streamTime } from '#model/timeline/step.ts';
import { type Timeline, timelineOf } from '#model/timeline/timeline.ts';
import { type Analysed, analysedOf } from './analysed.ts';
import { ANALYSIS_FLAGS } from './analysis-input.ts';
import type { Flags } from './command.ts';
import { badInput } from './fail.ts';
import { integer } from './flags.ts';
import { jsonText } from './output.ts';
import { faultText } from './sources.ts';
import { timelineText } from './timeline-text.ts';

export const TIMELINE_FLAGS = [...ANALYSIS_FLAGS, 'buffers', 'json'];

function buffersOf(flags: Flags): Buffers {
  const given = integer(flags, 'buffers', BUFFERS.length);
  const buffers = BUFFERS.find((each) => each === (given ?? 2));
  if (buffers === undefined) throw badInput('--buffers', `is ${given}; give ${BUFFERS.join(', ')}`);
  return buffers;
}

/** What `timeline --json` prints, in seconds. A layer's load and store are as long as the schedule takes for them alone. */
function timelineJson({ stack, machine, sizes, analysis }: Analysed, timeline: Timeline) {
  const { buffers, makespan, closedForm, bottleneck, lanes, steps } = timeline;
  const lasts = buffers === 1 ? serialTime : streamTime;
  return {
    stack: { id: stack.id, name: stack.name },
    machine: { id: machine.id, name: machine.name },
    settings: { ...analysis.settings, ...sizes },
    provenance: 'modelled' as const,
    buffers,
    makespan,
    closedForm,
    bottleneck,
    layers: steps.map(({ layer, ahead, inputs, compute, stores }) => ({
      layer,
      load: lasts(ahead) + lasts(inputs),
      compute,
      store: lasts(stores),
    })),
    lanes,
    notes: analysis.notes,
  };
}

/** `ridgepoint timeline`: when each layer loads, computes and stores, and what holds it up first. */
export function timelineCommand(flags: Flags): string {
  const buffers = buffersOf(flags);
  const options = analysedOf(flags);
  const timeline = timelineOf(options.analysis, buffers);
  if (!timeline.ok) throw badInput(options.stackName, faultText(timeline.error));
  return flags['json'] ? jsonText(timelineJson(options, timeline.value)) : timelineText(options, timeline.value);
}
