import { adapterName } from '#measure/record/export.ts';
import type { Run } from '#measure/record/record.ts';
import { shortEnvironment } from '#measure/record/summary.ts';
import type { RunEntry, RunOrigin } from '#state/runs.ts';

/** What an engine measures, as a sentence names it. */
export const DEVICE_WORDS: Readonly<Record<Run['engine'], string>> = { webgpu: 'GPU', cpu: 'processor' };

/** The device by name; a processor says that it is one, whatever it is called. */
export function deviceName(run: Run): string {
  const name = adapterName(run);
  return run.engine === 'cpu' && !/^processor\b/i.test(name) ? `Processor: ${name}` : name;
}

const RECORDED: Readonly<Record<Exclude<RunOrigin, 'live'>, string>> = {
  saved: 'RECORDED here, earlier visit',
  recorded: 'RECORDED',
  imported: 'RECORDED, from a file',
  link: 'RECORDED in the link',
};

/** `LeNet-5, fused, on `: what a run of a stack ran. */
const ranWords = ({ stack }: Run): string => (stack ? `${stack.name}, ${stack.fused ? 'fused' : 'unfused'}, on ` : '');

/** A run as a list names it: where it is from, what it ran and on what, when. */
export function runLabel({ run, origin }: RunEntry): string {
  if (origin === 'live') return `LIVE: ${ranWords(run)}${deviceName(run)}, ${run.startedAt.slice(11, 16)} UTC`;
  const when = origin === 'saved' ? run.startedAt.slice(0, 16).replace('T', ' ') : run.startedAt.slice(0, 10);
  return `${RECORDED[origin]}: ${ranWords(run)}${deviceName(run)}, ${shortEnvironment(run.environment)}, ${when}`;
}
