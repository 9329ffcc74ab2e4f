import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';
import { bytes, seconds } from '#core/units.ts';
import { shown } from '../../workload/fields.ts';
import { inheritedKey, pathText } from '../../workload/json-keys.ts';
import type { Chain } from './chain.ts';

/** Of a chain that a person brings. */
export const MAX_CHAIN = 1000;
const LARGEST_SIZE = 2 ** 50;
const LONGEST_TIME = 1e9;

export interface ChainFault {
  readonly field?: string;
  readonly message: string;
}

const figure = (max: number, unit: string) => {
  const wanted = `give ${unit} from 0 to ${max}`;
  return v.pipe(v.number(wanted), v.finite(wanted), v.minValue(0, wanted), v.maxValue(max, wanted));
};
/** The length is checked before the items, so that a list without end is refused at once. */
const list = <T extends v.GenericSchema>(item: T, wanted: string) =>
  v.pipe(
    v.array(v.unknown(), wanted),
    v.minLength(1, `${wanted}, at least one`),
    v.maxLength(MAX_CHAIN + 1, `${wanted}, at most ${MAX_CHAIN + 1}`),
    v.array(item),
  );
const times = list(figure(LONGEST_TIME, 'seconds'), 'give a list of seconds');
const sizes = list(figure(LARGEST_SIZE, 'bytes'), 'give a list of bytes');

const WANTED = '{ "forward": [n], "backward": [n], "activation": [n + 1], "saved": [n] }';
const ChainSchema = v.strictObject(
  {
    forward: times,
    backward: times,
    activation: sizes,
    saved: sizes,
    cheap: v.optional(v.strictObject({ bytes: sizes, time: times }, 'give { "bytes": [n], "time": [n] }')),
    names: v.optional(
      list(v.pipe(v.string('give a text'), v.maxLength(120, 'use at most 120 characters')), 'give a list of names'),
    ),
  },
  `give a chain: ${WANTED}`,
);

const fault = (field: string, message: string) => err<ChainFault>(field === '' ? { message } : { field, message });

function issueFault(issue: v.BaseIssue<unknown>) {
  const path = pathText((issue.path ?? []).map(({ key }) => key));
  if (issue.expected === 'never') return fault(path, `${path} is not known here; a chain is ${WANTED}`);
  if (issue.input === undefined) return fault(path, `${path || 'the chain'} is missing; ${issue.message}`);
  return fault(path, `${path || 'the chain'} is ${shown(issue.input)}; ${issue.message}`);
}

/** Every list beside `forward`, which says how many layers there are. */
function lengthFault({ forward, backward, activation, saved, cheap, names }: v.InferOutput<typeof ChainSchema>) {
  const layers = forward.length;
  if (layers > MAX_CHAIN) return fault('forward', `forward has ${layers} layers; use at most ${MAX_CHAIN}`);
  const each = 'one for each layer of forward';
  const lists = [
    ['backward', backward, layers, each],
    ['activation', activation, layers + 1, "the chain's input and then the output of each layer of forward"],
    ['saved', saved, layers, each],
    ['cheap.bytes', cheap?.bytes, layers, each],
    ['cheap.time', cheap?.time, layers, each],
    ['names', names, layers, each],
  ] as const;
  for (const [field, values, wanted, what] of lists)
    if (values && values.length !== wanted)
      return fault(field, `${field} has a length of ${values.length} and needs ${wanted}: ${what}`);
  const over = cheap?.bytes.findIndex((size, layer) => size > (saved[layer] ?? 0)) ?? -1;
  if (over >= 0)
    return fault(`cheap.bytes[${over}]`, `cheap.bytes[${over}] is more than saved[${over}], of which it is a part`);
  return null;
}

/** A chain from JSON of any origin: seconds and bytes. A fault names the field, such as `saved[3]`, and what it takes. Never throws. */
export function parseChain(json: unknown): Result<Chain, ChainFault> {
  const parsed = v.safeParse(ChainSchema, json, { abortEarly: true });
  if (!parsed.success) return issueFault(parsed.issues[0]);
  const inherited = inheritedKey(json);
  if (inherited !== null) return fault(inherited, `${inherited} is not known here; a chain is ${WANTED}`);
  const chain = parsed.output;
  const wrong = lengthFault(chain);
  if (wrong) return wrong;
  const { cheap, names } = chain;
  return ok({
    forward: chain.forward.map(seconds),
    backward: chain.backward.map(seconds),
    activation: chain.activation.map(bytes),
    saved: chain.saved.map(bytes),
    ...(cheap && { cheap: { bytes: cheap.bytes.map(bytes), time: cheap.time.map(seconds) } }),
    ...(names && { names }),
  });
}
