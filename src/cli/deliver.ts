import { accessSync, closeSync, constants, openSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Fault } from '#measure/record/fault.ts';
import type { Run } from '#measure/record/record.ts';
import type { Flags } from './command.ts';
import { badInput, CommandFault } from './fail.ts';
import { note, print } from './output.ts';

/** Refused before anything is measured: a result that has nowhere to go is lost. */
function writableFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw badInput('--out', `${path} is a folder`);
  const folder = dirname(path);
  if (!stat && !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw badInput('--out', `there is no folder ${folder}`);
  try {
    accessSync(stat ? path : folder, constants.W_OK);
    // Some folders take no new file though they may be written, such as those of the system's own figures.
    if (!stat) {
      closeSync(openSync(path, 'wx'));
      unlinkSync(path);
    }
  } catch {
    throw badInput('--out', `${path} cannot be written`);
  }
  return path;
}

/** The file of `--out`; undefined: stdout. */
export const outFile = (flags: Flags): string | undefined =>
  typeof flags['out'] === 'string' ? writableFile(flags['out']) : undefined;

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

/** Delivers what a run holds, and then says what went wrong: a fault on the way is told after what was measured. */
export function deliverRun(
  command: string,
  { measurements, faults }: Run,
  text: () => string,
  out: string | undefined,
): void {
  if (measurements.length > 0) deliver(text(), out);
  for (const { kernel, message } of faults.filter(isRefusal)) note(`${kernel}: ${message}`);
  const others = faults.filter((fault) => !isRefusal(fault));
  if (others.length > 0)
    throw new CommandFault(others.map(({ message }) => `ridgepoint ${command}: ${message}`).join(' '), 1);
  if (measurements.length === 0) throw new CommandFault(`ridgepoint ${command}: nothing could be measured here.`, 1);
}
