/** ONNX's protobuf, as much of it as a model of one node needs (onnx.proto, IR version 8). */

const text = new TextEncoder();

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  return [...out, rest];
}
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: Iterable<number>): number[] => {
  const content = [...value];
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
};
const string = (field: number, value: string): number[] => bytes(field, text.encode(value));

const FLOAT = 1;
const INT = 2;

/** ValueInfoProto: a float tensor of a shape. */
function valueInfo(name: string, shape: readonly number[]): number[] {
  const extents = shape.flatMap((extent) => bytes(1, number(1, extent)));
  const tensor = [...number(1, FLOAT), ...bytes(2, extents)];
  return [...string(1, name), ...bytes(2, bytes(1, tensor))];
}

export interface OneNode {
  readonly op: string;
  /** '' for ONNX's own; a contributed operator names its set. */
  readonly domain: string;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly output: readonly number[];
  /** Whole-number attributes. */
  readonly attributes?: Readonly<Record<string, number>>;
}

/** A model whose graph is one node: named inputs in their order, one output `y`. */
export function oneNodeModel({ op, domain, inputs, output, attributes = {} }: OneNode): Uint8Array {
  const names = Object.keys(inputs);
  const node = [
    ...names.flatMap((name) => string(1, name)),
    ...string(2, 'y'),
    ...string(4, op),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      bytes(5, [...string(1, name), ...number(3, value), ...number(20, INT)]),
    ),
    ...string(7, domain),
  ];
  const graph = [
    ...bytes(1, node),
    ...string(2, op),
    ...Object.entries(inputs).flatMap(([name, shape]) => bytes(11, valueInfo(name, shape))),
    ...bytes(12, valueInfo('y', output)),
  ];
  const sets = [
    ['', 17],
    ['com.microsoft', 1],
  ] as const;
  return Uint8Array.from([
    ...number(1, 8),
    ...bytes(7, graph),
    ...sets.flatMap(([name, version]) => bytes(8, [...string(1, name), ...number(2, version)])),
  ]);
}
