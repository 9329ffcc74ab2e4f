import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { openGpuRunner } from '#measure/gpu/open-gpu.ts';
import { quickPlan } from '#measure/lab/quick.ts';
import { runSuite } from '#measure/lab/run-suite.ts';
import type { Run } from '#measure/record/record.ts';
import type { OpenRunner } from '#measure/runner.ts';
import type { Flags } from './command.ts';
import { adapterEnvironment } from './driver.ts';
import { CommandFault } from './fail.ts';
import { note, print } from './output.ts';
import { runJson, runText } from './run-text.ts';

const NO_DRIVER =
  'ridgepoint measure: no GPU driver was found here (Vulkan, Metal or D3D12); install one, or open the page in a browser.';

/** The same command again where the driver is found: its stdout, stderr and signals are this one's. */
function measureThere(environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, process.argv.slice(1), { env: environment, stdio: 'inherit' });
    // The child hears a Ctrl-C of the terminal itself, and says what it has.
    process.on('SIGINT', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function openDawn(): Promise<OpenRunner> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const { version } = createRequire(import.meta.url)('webgpu/package.json') as { version: string };
  const environment = `Node ${process.versions.node}, Dawn by webgpu ${version}, ${process.platform} ${process.arch}`;
  return openGpuRunner({ gpu: create([]), environment });
}

async function measureHere(): Promise<Run> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const open = await openDawn();
  const opened = await open(stop.signal);
  if (!opened.ok) throw new CommandFault(`ridgepoint measure: ${opened.error.message}`, 1);
  const runner = opened.value;
  try {
    return await runSuite(runner, quickPlan(runner.adapter), {
      signal: stop.signal,
      reopen: open,
      onProgress: ({ done, total, kernel }) => {
        if (kernel !== '') note(`${done + 1} of ${total}: ${kernel}`);
      },
    });
  } finally {
    runner.close();
  }
}

/** `ridgepoint measure`: the quick suite on this machine's GPU. A fault on the way is told after what was measured. */
export async function measureCommand(flags: Flags): Promise<string> {
  const found = adapterEnvironment();
  if (found === null) throw new CommandFault(NO_DRIVER, 1);
  if (!found.here) process.exit(await measureThere(found.environment));
  const run = await measureHere();
  const text = flags['json'] ? runJson(run) : runText(run);
  if (run.faults.length === 0) return text;
  if (run.measurements.length > 0) print(text);
  throw new CommandFault(run.faults.map((fault) => `ridgepoint measure: ${fault.message}`).join(' '), 1);
}
