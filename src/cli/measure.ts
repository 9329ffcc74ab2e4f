import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { formatSeconds } from '#core/format.ts';
import { contextOf } from '#measure/lab/plans.ts';
import { runSuite, type SuiteProgress } from '#measure/lab/run-suite.ts';
import { runToCsv, runToJson } from '#measure/record/export.ts';
import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import type { OpenRunner } from '#measure/runner.ts';
import { askedToEnd, standIn } from './child.ts';
import type { Flags } from './command.ts';
import { adapterEnvironment } from './driver.ts';
import { openDawn, openProcessor } from './engines.ts';
import { CommandFault } from './fail.ts';
import { type MeasureOptions, measureOptions } from './measure-options.ts';
import { note, print } from './output.ts';
import { runText } from './run-text.ts';

const NO_DRIVER =
  'ridgepoint measure: no GPU driver was found here (Vulkan, Metal or D3D12); install one, open the page in a browser, or measure the processor with --device cpu.';

/** The same command again where the driver is found: its stdout, stderr and signals are this one's. */
const measureThere = (environment: NodeJS.ProcessEnv): Promise<number> =>
  standIn(spawn(process.execPath, process.argv.slice(1), { env: environment, stdio: 'inherit' }));

/** A line for each measurement. A kernel that is compiled ahead and then measured is told once. */
function progressLines(): (progress: SuiteProgress) => void {
  let last = '';
  return ({ done, total, kernel, label, secondsLeft }) => {
    const line = `${done + 1} of ${total}: ${label}, ${kernel}`;
    if (kernel === '' || line === last) return;
    last = line;
    note(`${line}; about ${formatSeconds(Math.ceil(secondsLeft))} left`);
  };
}

async function measureHere(open: OpenRunner, { depth, plan }: MeasureOptions): Promise<Run> {
  const signal = askedToEnd();
  const opened = await open(signal);
  if (!opened.ok) throw new CommandFault(`ridgepoint measure: ${opened.error.message}`, 1);
  const runner = opened.value;
  try {
    return await runSuite(runner, plan(contextOf(runner, depth)), {
      signal,
      reopen: open,
      onProgress: progressLines(),
    });
  } finally {
    runner.close();
  }
}

const FORMATS = { text: runText, json: runToJson, csv: runToCsv } as const;

function deliver(text: string, out: string | undefined): void {
  if (out === undefined) {
    print(text);
    return;
  }
  try {
    writeFileSync(out, text.endsWith('\n') ? text : `${text}\n`);
    note(`Written to ${out}.`);
  } catch (error) {
    // Better on the terminal than lost.
    print(text);
    throw new CommandFault(`--out: ${out} could not be written: ${error instanceof Error ? error.message : error}`, 1);
  }
}

/** A kernel that this device cannot run is no fault of the command. */
const isRefusal = ({ kind, kernel }: Fault): boolean => kind === 'unsupported' && kernel !== undefined;

/** `ridgepoint measure`: a suite on this machine's GPU or processor. A fault on the way is told after what was measured. */
export async function measureCommand(flags: Flags): Promise<string> {
  const options = measureOptions(flags);
  const found = options.device === 'cpu' ? null : adapterEnvironment();
  if (options.device === 'gpu') {
    if (found === null) throw new CommandFault(NO_DRIVER, 1);
    if (!found.here) process.exit(await measureThere(found.environment));
  }
  const run = await measureHere(options.device === 'cpu' ? openProcessor() : await openDawn(), options);
  if (run.measurements.length > 0) deliver(FORMATS[options.format](run), options.out);
  for (const { kernel, message } of run.faults.filter(isRefusal)) note(`${kernel}: ${message}`);
  const faults = run.faults.filter((fault) => !isRefusal(fault));
  if (faults.length > 0)
    throw new CommandFault(faults.map((fault) => `ridgepoint measure: ${fault.message}`).join(' '), 1);
  if (run.measurements.length === 0) throw new CommandFault('ridgepoint measure: nothing could be measured here.', 1);
  return '';
}
