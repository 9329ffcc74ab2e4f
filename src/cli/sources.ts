import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Machine } from '#model/machine/machine.ts';
import { parseMachine } from '#model/machine/machine-schema.ts';
import { machinePreset, machinePresets } from '#model/machine/presets/index.ts';
import type { Imported } from '#model/workload/importers/imported.ts';
import type { Stack } from '#model/workload/layer.ts';
import { stackPreset, stackPresets } from '#model/workload/presets/index.ts';
import type { PresetOption, PresetSizes } from '#model/workload/presets/preset.ts';
import { badInput, unknownName } from './fail.ts';
import { whereNotJson } from './json-place.ts';

/** Ready-made things have names; everything with the ending of a model file or a path in it is a file. */
export const isFile = (name: string): boolean =>
  /\.(?:json|onnx|tflite|safetensors)$/i.test(name) || /[\\/]/.test(name);

/** npm runs its scripts in the project's folder; files are meant from where the person stands. */
const here = (): string => process.env['INIT_CWD'] ?? process.cwd();

const MIB = 2 ** 20;
const LARGEST_JSON = 4 * MIB;

/** A file or a pipe; null where it is larger than it may be, which an endless one is too. */
function readBounded(path: string, largest: number): Uint8Array | null {
  const file = openSync(path, 'r');
  try {
    // A file says how large it is, a pipe does not.
    const { size } = fstatSync(file);
    if (size > largest) return null;
    let room = Buffer.allocUnsafe(Math.max(size, 64 * 1024) + 1);
    let length = 0;
    for (;;) {
      if (length === room.length) room = Buffer.concat([room], 2 * length);
      const read = readSync(file, room, length, room.length - length, null);
      length += read;
      if (length > largest) return null;
      if (read === 0) return room.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Bytes of a file; bad input names it. */
export function readBytes(file: string, largest: number): Uint8Array {
  let bytes: Uint8Array | null;
  try {
    bytes = readBounded(resolve(here(), file), largest);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'is a folder, not a file',
      EACCES: 'may not be read',
    };
    throw badInput(file, reasons[String(code)] ?? 'cannot be read');
  }
  if (bytes === null) throw badInput(file, `is larger than ${(largest / MIB).toLocaleString('en')} MiB`);
  return bytes;
}

/** JSON of any origin, of at most 4 MiB unless said otherwise; bad input names the file. */
export const readJson = (file: string, largest = LARGEST_JSON): unknown => jsonOf(file, readBytes(file, largest));

export function jsonOf(file: string, bytes: Uint8Array): unknown {
  const content = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(content);
  } catch {
    throw badInput(file, `is not JSON: ${whereNotJson(content)}`);
  }
}

/** Stacks that were imported from files for this command, by the name that was given. */
const imported = new Map<string, Imported>();
export const keepImported = (name: string, model: Imported): void => {
  imported.set(name, model);
};

/** What is to be said of where a stack comes from; nothing of ready-made stacks and of stack files. */
export function originOf(name: string): { readonly import?: Omit<Imported, 'stack'> } {
  const model = imported.get(name);
  if (model === undefined || model.format === 'stack') return {};
  const { stack: _, ...origin } = model;
  return { import: origin };
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

/** A ready-made stack by id with its sizes, or the stack that was imported from a file before the command began. */
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
  const model = imported.get(name);
  if (model === undefined) throw new Error(`${name} was not imported before its command`);
  return model.stack;
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
