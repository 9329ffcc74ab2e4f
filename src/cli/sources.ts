import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Machine } from '#model/machine/machine.ts';
import { parseMachine } from '#model/machine/machine-schema.ts';
import { machinePreset, machinePresets } from '#model/machine/presets/index.ts';
import type { Stack } from '#model/workload/layer.ts';
import { stackPreset, stackPresets } from '#model/workload/presets/index.ts';
import type { PresetOption, PresetSizes } from '#model/workload/presets/preset.ts';
import { parseStack } from '#model/workload/stack-schema.ts';
import { badInput, unknownName } from './fail.ts';
import { whereNotJson } from './json-place.ts';

/** Ready-made things have names; everything with a dot-json ending or a path in it is a file. */
const isFile = (name: string): boolean => /\.json$/i.test(name) || /[\\/]/.test(name);

/** npm runs its scripts in the project's folder; files are meant from where the person stands. */
const here = (): string => process.env['INIT_CWD'] ?? process.cwd();

const LARGEST_FILE = 4 * 2 ** 20;

/** Text of a file or a pipe; null where it is larger than it may be, which an endless one is too. */
function readBounded(path: string): string | null {
  const file = openSync(path, 'r');
  try {
    const room = Buffer.allocUnsafe(LARGEST_FILE + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, room, length, room.length - length, null);
      length += read;
      if (length > LARGEST_FILE) return null;
      if (read === 0) return room.toString('utf8', 0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** JSON of any origin, of at most 4 MiB; bad input names the file. */
export function readJson(file: string): unknown {
  let text: string | null;
  try {
    text = readBounded(resolve(here(), file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'is a folder, not a file',
      EACCES: 'may not be read',
    };
    throw badInput(file, reasons[String(code)] ?? 'cannot be read');
  }
  if (text === null) throw badInput(file, 'is larger than 4 MiB');
  const content = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(content);
  } catch {
    throw badInput(file, `is not JSON: ${whereNotJson(content)}`);
  }
}

function sizeWithin(
  flag: 'sequence' | 'context',
  value: number,
  stack: string,
  option: PresetOption | undefined,
): void {
  if (!option) throw badInput(`--${flag}`, `the stack ${stack} has no ${flag} to set`);
  if (value < option.min || value > option.max)
    throw badInput(`--${flag}`, `is ${value}; ${stack} takes ${option.min} to ${option.max}`);
}

/** A ready-made stack by id, or a stack from a JSON file. Sizes are for ready-made language stacks. */
export function loadStack(name: string, sizes: PresetSizes): Stack {
  if (!isFile(name)) {
    const preset = stackPreset(name);
    if (!preset)
      throw unknownName(
        '--stack',
        'stack',
        name,
        stackPresets.map(({ id }) => id),
      );
    for (const flag of ['sequence', 'context'] as const) {
      const value = sizes[flag];
      if (value !== undefined) sizeWithin(flag, value, name, preset.options[flag]);
    }
    return preset.build(sizes);
  }
  for (const flag of ['sequence', 'context'] as const)
    if (sizes[flag] !== undefined) throw badInput(`--${flag}`, 'is for ready-made stacks; change the file instead');
  const stack = parseStack(readJson(name));
  if (stack.ok) return stack.value;
  throw badInput(name, faultText(stack.error));
}

/** "layers[3].kind: there is no …": the field first, unless the sentence names it. */
export function faultText({ layer, field, message }: { layer?: string; field?: string; message: string }): string {
  const place = field ?? layer;
  return place === undefined || message.startsWith(place) ? message : `${place}: ${message}`;
}

/** A ready-made machine by id, or a machine from a JSON file. */
export function loadMachine(name: string): Machine {
  if (!isFile(name)) {
    const preset = machinePreset(name);
    if (preset) return preset;
    throw unknownName(
      '--machine',
      'machine',
      name,
      machinePresets.map(({ id }) => id),
    );
  }
  const machine = parseMachine(readJson(name));
  if (machine.ok) return machine.value;
  throw badInput(name, faultText(machine.error));
}
