import type { FieldValues } from '../../layer.ts';
import { elementsOf } from '../../shape.ts';
import type { Value } from '../graph-builder.ts';
import { axisOf, type Call, dataOf, fused, isImage, sampleOf } from './call.ts';
import type { TfliteOperator } from './model.ts';
import { convolution, depthwise, fullyConnected, pooling, transposedConvolution } from './weighted.ts';

/** Operands: data as it is, weights as learned constants; a number alone is a function of every element. */
const elementwise =
  (kind: string, fields: FieldValues = {}) =>
  (call: Call): Value | null => {
    const operands: Value[] = [];
    for (const [index, input] of call.inputs.entries()) {
      const value = call.values[index];
      if (value) operands.push(value);
      else if (input && elementsOf(input.shape) > 1) {
        const aligned = [
          ...Array.from({ length: Math.max(0, call.output.shape.length - input.shape.length) }, () => 1),
          ...input.shape,
        ];
        operands.push(
          call.build.layer(
            'learned-constant',
            input.name || `${call.name}.constant`,
            { shape: sampleOf(aligned) },
            [],
            call.place,
          ),
        );
      }
    }
    const [value] = operands;
    if (value === undefined) return null;
    const code = call.operator.options?.byte(0) ?? 0;
    if (operands.length === 1)
      return fused(
        call,
        call.build.layer('function', call.name, { function: 'by a number' }, [value], call.place),
        code,
      );
    return fused(
      call,
      call.build.layer(kind, call.name, fields, operands.slice(0, 8), call.place),
      kind === 'arithmetic' && fields['function'] !== 'subtract' ? 0 : code,
    );
  };

const unary =
  (kind: 'activation' | 'function', name: string) =>
  (call: Call): Value =>
    call.build.layer(kind, call.name, { function: name }, [dataOf(call)], call.place);

function concatenation(call: Call): Value | null {
  const axis = axisOf(call.operator.options?.int(0) ?? 0, call.output.shape);
  const values = call.values.filter((value) => value !== null);
  let [value] = values;
  if (value === undefined || values.length !== call.inputs.length) return null;
  for (let at = 1; at < values.length; at += 15)
    value = call.build.layer('concat', call.name, { axis }, [value, ...values.slice(at, at + 15)], call.place);
  return fused(call, value, call.operator.options?.byte(1) ?? 0);
}

const reduction =
  (name: string) =>
  (call: Call): Value | null => {
    const input = call.inputs[0];
    const axes = call.inputs[1]?.values;
    if (!input || axes === undefined || axes.length === 0) return null;
    const along = axes.map((axis) => axisOf(axis, input.shape));
    const whole =
      name === 'mean' && isImage(input.shape) && along.length === 2 && along.includes(2) && along.includes(3);
    const value = dataOf(call);
    return whole
      ? call.build.layer('global-average-pool', call.name, {}, [value], call.place)
      : call.build.layer('reduce', call.name, { function: name, axes: along }, [value], call.place);
  };

const moved =
  (flopPerElement = 0) =>
  (call: Call): Value =>
    call.build.layer(
      'copy',
      call.name,
      { shape: sampleOf(call.output.shape), flopPerElement },
      [dataOf(call)],
      call.place,
    );
const view = (call: Call): Value => dataOf(call);

function softmax(call: Call): Value {
  return call.build.layer(
    'softmax',
    call.name,
    { axis: isImage(call.output.shape) ? 1 : -1 },
    [dataOf(call)],
    call.place,
  );
}

/** Product of two data: batches of matrices. */
function batchMatmul(call: Call): Value | null {
  const [left, right] = [call.values[0], call.values[1]];
  const { options } = call.operator;
  // Images would have their axes turned; transposing the left one is not known here.
  if (!left || !right || left.shape.length !== 3 || right.shape.length !== 3 || options?.byte(0)) return null;
  return call.build.layer('matmul', call.name, { transposeRight: options?.byte(1) === 1 }, [left, right], call.place);
}

type Handler = (call: Call) => Value | null;
const arithmetic = (name: string): Handler => elementwise('arithmetic', { function: name });
/** tensorflow/lite/schema/schema.fbs, BuiltinOperator. */
const OPERATORS: ReadonlyMap<number, readonly [name: string, handler: Handler | null]> = new Map<
  number,
  readonly [string, Handler | null]
>([
  [0, ['ADD', elementwise('add')]],
  [1, ['AVERAGE_POOL_2D', pooling('average-pool')]],
  [2, ['CONCATENATION', concatenation]],
  [3, ['CONV_2D', convolution]],
  [4, ['DEPTHWISE_CONV_2D', depthwise]],
  [5, ['DEPTH_TO_SPACE', moved()]],
  [6, ['DEQUANTIZE', unary('function', 'dequantise')]],
  [8, ['FLOOR', unary('function', 'round')]],
  [9, ['FULLY_CONNECTED', fullyConnected]],
  [14, ['LOGISTIC', unary('activation', 'sigmoid')]],
  [16, ['LSTM', null]],
  [17, ['MAX_POOL_2D', pooling('max-pool')]],
  [18, ['MUL', elementwise('multiply')]],
  [19, ['RELU', unary('activation', 'relu')]],
  [20, ['RELU_N1_TO_1', unary('function', 'clip')]],
  [21, ['RELU6', unary('activation', 'relu6')]],
  [22, ['RESHAPE', view]],
  [23, ['RESIZE_BILINEAR', moved(9)]],
  [25, ['SOFTMAX', softmax]],
  [26, ['SPACE_TO_DEPTH', moved()]],
  [28, ['TANH', unary('activation', 'tanh')]],
  [34, ['PAD', moved()]],
  [36, ['GATHER', moved()]],
  [37, ['BATCH_TO_SPACE_ND', moved()]],
  [38, ['SPACE_TO_BATCH_ND', moved()]],
  [39, ['TRANSPOSE', moved()]],
  [40, ['MEAN', reduction('mean')]],
  [41, ['SUB', arithmetic('subtract')]],
  [42, ['DIV', arithmetic('divide')]],
  [43, ['SQUEEZE', view]],
  [45, ['STRIDED_SLICE', moved()]],
  [47, ['EXP', unary('function', 'exp')]],
  [50, ['LOG_SOFTMAX', softmax]],
  [53, ['CAST', unary('function', 'convert')]],
  [55, ['MAXIMUM', arithmetic('maximum')]],
  [57, ['MINIMUM', arithmetic('minimum')]],
  [59, ['NEG', unary('function', 'negate')]],
  [60, ['PADV2', moved()]],
  [65, ['SLICE', moved()]],
  [66, ['SIN', unary('function', 'sine')]],
  [67, ['TRANSPOSE_CONV', transposedConvolution]],
  [69, ['TILE', moved()]],
  [70, ['EXPAND_DIMS', view]],
  [73, ['LOG', unary('function', 'log')]],
  [74, ['SUM', reduction('sum')]],
  [75, ['SQRT', unary('function', 'sqrt')]],
  [76, ['RSQRT', unary('function', 'sqrt')]],
  [78, ['POW', arithmetic('power')]],
  [82, ['REDUCE_MAX', reduction('maximum')]],
  [89, ['REDUCE_MIN', reduction('minimum')]],
  [92, ['SQUARE', unary('function', 'by a number')]],
  [97, ['RESIZE_NEAREST_NEIGHBOR', moved()]],
  [98, ['LEAKY_RELU', unary('function', 'leaky-relu')]],
  [99, ['SQUARED_DIFFERENCE', arithmetic('subtract')]],
  [100, ['MIRROR_PAD', moved()]],
  [101, ['ABS', unary('function', 'absolute')]],
  [108, ['COS', unary('function', 'cosine')]],
  [111, ['ELU', unary('function', 'elu')]],
  [114, ['QUANTIZE', unary('function', 'quantise')]],
  [116, ['ROUND', unary('function', 'round')]],
  [117, ['HARD_SWISH', unary('activation', 'hard-swish')]],
  [126, ['BATCH_MATMUL', batchMatmul]],
  [150, ['GELU', unary('activation', 'gelu')]],
]);

export const operatorName = ({ code, custom }: TfliteOperator): string =>
  custom || (OPERATORS.get(code)?.[0] ?? `operator ${code}`);
/** What an operator gives; null where it, or this use of it, is not known here. */
export function apply(call: Call): Value | null {
  if (call.operator.custom === 'Convolution2DTransposeBias') return transposedConvolution(call);
  return OPERATORS.get(call.operator.code)?.[1]?.(call) ?? null;
}
