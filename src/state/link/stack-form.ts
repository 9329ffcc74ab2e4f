import type { Layer, Stack, StackItem } from '#model/workload/layer.ts';
import { isRecord, type Json, type JsonObject } from '../json.ts';

/**
 * A stack as a link holds it: one list a property instead of one object a layer, and the fields of each kind together,
 * so that they pack into columns. It reads no registry: kinds and field keys travel as text, and a new kind needs
 * nothing here. Values are kept as they stand; a field left out stays left out.
 */
interface StackForm extends JsonObject {
  /** What the stack has beside its layers: id, name, input. */
  readonly rest: Json;
  readonly kinds: readonly string[];
  /** Kind of each item, by index; a repeat group stands before its layers. */
  readonly order: readonly number[];
  readonly names: readonly string[];
  /** null for the layer before; a number counts back to an earlier item of the same scope, text stands for itself. */
  readonly inputs: readonly (readonly (string | number)[] | null)[];
  /** Layers of each repeat group, in order. */
  readonly sizes: readonly number[];
  /** What an item has beside these, such as a group's `times`. */
  readonly others: readonly Json[];
  /** By kind: the fields of each of its layers, in order. */
  readonly fields: readonly (readonly Json[])[];
}

const GROUP = 'repeat';

const asJson = (value: object): Json => value as Json;

export function stackToForm(stack: Stack): StackForm {
  const { layers, ...rest } = stack;
  const kinds: string[] = [];
  const form = {
    rest: asJson(rest),
    kinds,
    order: [] as number[],
    names: [] as string[],
    inputs: [] as (readonly (string | number)[] | null)[],
    sizes: [] as number[],
    others: [] as Json[],
    fields: [] as Json[][],
  };
  const add = (scope: readonly StackItem[], item: StackItem, index: number) => {
    if (!kinds.includes(item.kind)) {
      kinds.push(item.kind);
      form.fields.push([]);
    }
    const kind = kinds.indexOf(item.kind);
    form.order.push(kind);
    form.names.push(item.name);
    const before = scope.slice(0, index).map(({ name }) => name);
    if (isGroup(item)) {
      const { name: _, kind: __, layers: inner, ...others } = item;
      form.others.push(asJson(others));
      form.inputs.push(null);
      form.sizes.push(inner.length);
      inner.forEach((layer, position) => {
        add(inner, layer, position);
      });
    } else {
      const { name: _, kind: __, inputs, fields, ...others } = item;
      form.others.push(asJson(others));
      form.inputs.push(inputs?.map((input) => distanceTo(input, before)) ?? null);
      form.fields[kind]?.push(asJson(fields));
    }
  };
  layers.forEach((item, index) => {
    add(layers, item, index);
  });
  return form;
}

const isGroup = (item: StackItem): item is Exclude<StackItem, Layer> => item.kind === GROUP;

/** How far back an input lies, or its own text where it is none of the names before (`@input`, `split#1`, a mistake). */
function distanceTo(input: string, before: readonly string[]): string | number {
  const at = before.lastIndexOf(input);
  return at < 0 ? input : before.length - at;
}

/** The stack as plain data again, for `parseStack` to judge; undefined where the form is no form. */
export function stackFromForm(form: unknown): unknown {
  if (!isRecord(form) || !isRecord(form['rest'])) return undefined;
  const list = (key: string): readonly unknown[] => (Array.isArray(form[key]) ? form[key] : []);
  const [kinds, order, names, inputs, others] = [
    list('kinds'),
    list('order'),
    list('names'),
    list('inputs'),
    list('others'),
  ];
  const sizes = list('sizes').values();
  const fields = list('fields').map((rows) => (Array.isArray(rows) ? rows : []).values());
  let next = 0;

  const items = (count: number, nested: boolean): unknown[] => {
    const scope: { name: unknown }[] = [];
    while (scope.length < count && next < order.length) {
      const at = next++;
      const kind = kinds[Number(order[at])];
      const other = others[at];
      const common = { ...(isRecord(other) && other), name: names[at], kind };
      if (kind === GROUP && !nested) {
        const size = sizes.next().value;
        scope.push({ ...common, ...{ layers: items(typeof size === 'number' ? size : 0, true) } });
        continue;
      }
      const from = inputs[at];
      scope.push({
        ...common,
        ...(Array.isArray(from) && {
          inputs: from.map((input) => (typeof input === 'number' ? scope[scope.length - input]?.name : input)),
        }),
        ...{ fields: fields[Number(order[at])]?.next().value ?? {} },
      });
    }
    return scope;
  };
  return { ...form['rest'], layers: items(Number.POSITIVE_INFINITY, false) };
}
