import type { Shape } from '../../layer.ts';
import { refuse } from '../imported.ts';
import { rootTable, type Table } from './flatbuffer.ts';

/** tensorflow/lite/schema/schema.fbs: of each table, the fields that are read, by their place in it. */
export interface TfliteTensor {
  readonly name: string;
  /** The batch first, where the network has one. */
  readonly shape: Shape;
  readonly whole: boolean;
  /** Known before the network runs: weights, and what shapes are made of, with its values where they are few whole numbers. */
  readonly constant: boolean;
  readonly values?: readonly number[];
}
export interface TfliteOperator {
  readonly code: number;
  readonly custom: string;
  /** −1: left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Table | null;
}
export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly description: string;
}

const INT32 = 2;
const INT64 = 4;

function tensorOf(table: Table, buffers: readonly Table[], index: number): TfliteTensor {
  const type = table.byte(1);
  const buffer = buffers[table.int(2)];
  const constant = table.int(2) > 0 && buffer !== undefined && (buffer.size(0) > 0 || buffer.int(1) > 0);
  const shape = table.ints(0, 8);
  if (shape.some((extent) => extent < 0))
    refuse(`tensors[${index}]`, `has the shape ${shape.join(' × ')}; the file is damaged`);
  const values = constant && type === INT32 ? buffer.packedInts(0) : undefined;
  return { name: table.text(3), shape, whole: type === INT32 || type === INT64, constant, ...(values && { values }) };
}

/** The first graph of a TFLite file. Weights are not read. */
export function tfliteModel(bytes: Uint8Array): TfliteModel {
  const model = rootTable(bytes);
  const [graph] = model.tables(2);
  if (graph === undefined) return refuse('subgraphs', 'is empty: the file is cut short or damaged');
  const buffers = model.tables(4);
  const codes = model.tables(1).map((code) => ({
    // Newer files have codes above 126 in a field of their own.
    code: Math.max(code.byte(0), code.int(3)),
    custom: code.text(1),
  }));
  const operators = graph.tables(3).map((table, index): TfliteOperator => {
    const code = codes[table.int(0)];
    if (code === undefined)
      return refuse(`operators[${index}]`, 'has a code that the file does not list; it is damaged');
    return { ...code, inputs: table.ints(1), outputs: table.ints(2), options: table.table(4) };
  });
  const tensors = graph.tables(0).map((table, index) => tensorOf(table, buffers, index));
  return { tensors, operators, inputs: graph.ints(1), description: model.text(3) };
}
