import { spawn } from 'node:child_process';
import type { OpenRunner } from '#measure/runner.ts';
import { standIn } from './child.ts';
import { adapterEnvironment } from './driver.ts';
import { openDawn } from './engines.ts';
import { CommandFault } from './fail.ts';

const noDriver = (command: string): string =>
  `ridgepoint ${command}: no GPU driver was found here (Vulkan, Metal or D3D12); install one, or open the page in a browser`;

/**
 * This machine's GPU. Where its driver is only found from a process with another environment, this command runs again there: its stdout,
 * stderr, signals and exit code are then this one's.
 */
export async function openGpu(command: string, otherwise = ''): Promise<OpenRunner> {
  const found = adapterEnvironment();
  if (found === null) throw new CommandFault(`${noDriver(command)}${otherwise}.`, 1);
  if (!found.here)
    process.exit(
      await standIn(spawn(process.execPath, process.argv.slice(1), { env: found.environment, stdio: 'inherit' })),
    );
  return openDawn();
}
