import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Contender, Prepared } from './contender.ts';
import type { PointwiseTask, Task } from './task.ts';

/** [channels, pixels] as [pixels, channels], or back with the extents exchanged: tfjs takes images channels last. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column] ?? Number.NaN;
  return result;
}

interface Work {
  readonly inputs: readonly tf.Tensor[];
  readonly make: () => tf.Tensor;
  readonly read: (values: Float32Array) => Float32Array;
}

function matmulWork({ m, n, k }: { m: number; n: number; k: number }, inputs: Task['inputs']): Work {
  const [a, b] = inputs;
  const left = tf.tensor2d(a ?? [], [m, k]);
  const right = tf.tensor2d(b ?? [], [k, n]);
  return { inputs: [left, right], make: () => tf.matMul(left, right), read: (values) => values };
}

function pointwiseWork({ inChannels, outChannels, height, width }: PointwiseTask, inputs: Task['inputs']): Work {
  const [x, weight] = inputs;
  const pixels = height * width;
  const image = tf.tensor4d(transposed(x ?? new Float32Array(), inChannels, pixels), [1, height, width, inChannels]);
  const filter = tf.tensor4d(transposed(weight ?? new Float32Array(), outChannels, inChannels), [
    1,
    1,
    inChannels,
    outChannels,
  ]);
  return {
    inputs: [image, filter],
    make: () => tf.conv2d(image, filter, 1, 'valid', 'NHWC'),
    read: (values) => transposed(values, pixels, outChannels),
  };
}

/** The first number of a tensor: it comes when the GPU has made it. (Submitting with an open pass would drop the work.) */
const drained = async (tensor: tf.Tensor): Promise<void> => {
  const first = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), 0, 4));
  await first.data();
  first.dispose();
};

export const tfjs: Contender = {
  name: `tfjs-backend-webgpu ${tf.version_core}`,
  async prepare(task): Promise<Prepared | string> {
    if (task.op === 'attention') return 'has no attention of its own';
    await tf.setBackend('webgpu');
    await tf.ready();
    const { inputs, make, read } =
      task.op === 'matmul' ? matmulWork(task, task.inputs) : pointwiseWork(task, task.inputs);
    let last = make();
    return {
      run: async (times) => {
        for (let i = 0; i < times; i++) {
          last.dispose();
          last = make();
        }
        await drained(last);
      },
      output: async () => {
        const data = await last.data<'float32'>();
        return read(Float32Array.from(data));
      },
      gpuSeconds: async () => {
        // Without timestamps it is no number.
        let spare: tf.Tensor | null = null;
        const { kernelMs } = await tf.time(() => {
          spare = make();
        });
        tf.dispose(spare ?? []);
        return typeof kernelMs === 'number' && kernelMs > 0 ? kernelMs / 1000 : null;
      },
      release: () => tf.dispose([last, ...inputs]),
    };
  },
};
