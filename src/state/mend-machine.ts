import { ok, type Result } from '#core/result.ts';
import type { Machine, MachineFault } from '#model/machine/machine.ts';
import { parseMachine } from '#model/machine/machine-schema.ts';
import { isRecord } from './json.ts';

/** More damage than this is no machine any more. */
const MOST_MENDED = 12;

/**
 * A machine from outside. A figure that is not usable is taken out, so that it is unknown, and named; what cannot be
 * taken out is a fault.
 */
export function mendMachine(
  json: unknown,
): Result<{ readonly machine: Machine; readonly ignored: readonly string[] }, MachineFault> {
  const ignored: string[] = [];
  let mended = json;
  for (;;) {
    const machine = parseMachine(mended);
    if (machine.ok) return ok({ machine: machine.value, ignored });
    const { field } = machine.error;
    // Taking out a part of a figure leaves a figure without it: then the whole figure goes.
    const path = field.split(/[.[\]]+/).filter((step) => step !== '');
    const whole = ignored.includes(field) ? path.slice(0, -1) : path;
    const name = whole.join('.');
    if (ignored.length >= MOST_MENDED || whole.length < 2 || ignored.includes(name)) return machine;
    ignored.push(whole === path ? field : name);
    mended = without(mended, whole);
  }
}

/** The data without what lies at a path of keys and indices. */
function without(json: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return json;
  if (Array.isArray(json)) return json.map((value, index) => (String(index) === step ? without(value, rest) : value));
  if (!isRecord(json)) return json;
  const { [step]: taken, ...others } = json;
  return rest.length === 0 ? others : { ...others, [step]: without(taken, rest) };
}
