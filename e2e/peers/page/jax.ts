import { defaultDevice, getWebGPUDevice, init, lax, nn, numpy } from '@jax-js/jax';
import { type Contender, firstBytes, type Prepared } from './contender.ts';
import type { Task } from './task.ts';

type Tensor = ReturnType<typeof numpy.array>;

const tensor = (values: Float32Array<ArrayBuffer> | undefined, shape: number[]): Tensor =>
  numpy.array(values ?? new Float32Array()).reshape(shape);

/** What makes a result. jax-js ends an array when it is used: `.ref` keeps it for the next run. */
function workOf(task: Task): () => Tensor {
  const [first, second, third] = task.inputs;
  switch (task.op) {
    case 'matmul': {
      const a = tensor(first, [task.m, task.k]);
      const b = tensor(second, [task.k, task.n]);
      return () => numpy.matmul(a.ref, b.ref);
    }
    case 'pointwise': {
      const { inChannels, outChannels, height, width } = task;
      const x = tensor(first, [1, inChannels, height, width]);
      const weight = tensor(second, [outChannels, inChannels, 1, 1]);
      return () => lax.conv(x.ref, weight.ref, [1, 1], 'VALID');
    }
    case 'attention': {
      const shape = [1, task.tokens, task.heads, task.headDim];
      const [q, k, v] = [tensor(first, shape), tensor(second, shape), tensor(third, shape)];
      return () => nn.dotProductAttention(q.ref, k.ref, v.ref);
    }
  }
}

export const jax = (version: string): Contender => ({
  name: `jax-js ${version}`,
  async prepare(task): Promise<Prepared | string> {
    const available = await init('webgpu');
    if (!available.includes('webgpu')) return 'found no WebGPU';
    defaultDevice('webgpu');
    const make = workOf(task);
    const device = getWebGPUDevice();
    let last = make();
    // Arrays are lazy: asking for the buffer submits the work.
    let buffer = await last.ref.gpuBuffer();
    return {
      run: async (times) => {
        for (let i = 0; i < times; i++) {
          last.dispose();
          last = make();
          buffer = await last.ref.gpuBuffer();
        }
        await firstBytes(device, buffer);
      },
      output: async () => Float32Array.from(await last.ref.data()),
      release: () => last.dispose(),
    };
  },
});
