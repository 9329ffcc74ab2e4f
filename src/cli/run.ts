import { runToJson } from '#measure/record/export.ts';
import type { Run } from '#measure/record/record.ts';
import { stackReport } from '#measure/record/stack/report.ts';
import { runResolved } from '#measure/stack/run-resolved.ts';
import type { ResolvedStack } from '#model/workload/layer.ts';
import { resolveStack } from '#model/workload/resolve.ts';
import { askedToEnd } from './child.ts';
import type { Flags } from './command.ts';
import { deliverRun, outFile } from './deliver.ts';
import { badInput, CommandFault } from './fail.ts';
import { batchOf, required, sizesOf } from './flags.ts';
import { openGpu } from './open-gpu.ts';
import { progressLines } from './progress.ts';
import { faultText, loadStack } from './sources.ts';
import { stackJson, stackText } from './stack-text.ts';

/** What there is to say of a run; a run that ended early may hold no layer. */
function textOf(run: Run, resolved: ResolvedStack, json: boolean): string {
  const report = stackReport(run, resolved);
  if (!run.stack || !report.ok) return json ? runToJson(run) : `Nothing to compare. ${report.ok ? '' : report.error}`;
  return json ? stackJson(run, report.value) : stackText(run, run.stack, report.value);
}

/** `ridgepoint run`: every layer of a stack on this machine's GPU, beside what the model says of it there. */
export async function runCommand(flags: Flags): Promise<string> {
  const name = required(flags, 'stack');
  const resolved = resolveStack(loadStack(name, sizesOf(flags)), batchOf(flags));
  if (!resolved.ok) throw badInput(name, faultText(resolved.error));
  const out = outFile(flags);
  const fused = flags['fused'] === true;
  const open = await openGpu('run');

  const signal = askedToEnd();
  const opened = await open(signal);
  if (!opened.ok) throw new CommandFault(`ridgepoint run: ${opened.error.message}`, 1);
  const runner = opened.value;
  try {
    const run = await runResolved(runner, { resolved: resolved.value, fused }, { signal, onProgress: progressLines() });
    if (!run.ok) throw badInput(name, run.error.message);
    deliverRun('run', run.value, () => textOf(run.value, resolved.value, flags['json'] === true), out);
  } finally {
    runner.close();
  }
  return '';
}
