import * as ort from 'onnxruntime-web/webgpu';
import { type Contender, firstBytes, type Prepared } from './contender.ts';
import { type OneNode, oneNodeModel } from './onnx.ts';
import type { Task } from './task.ts';

function nodeOf(task: Task): OneNode {
  switch (task.op) {
    case 'matmul':
      return {
        op: 'MatMul',
        domain: '',
        inputs: { a: [task.m, task.k], b: [task.k, task.n] },
        output: [task.m, task.n],
      };
    case 'pointwise': {
      const { inChannels, outChannels, height, width } = task;
      return {
        op: 'Conv',
        domain: '',
        inputs: { x: [1, inChannels, height, width], weight: [outChannels, inChannels, 1, 1] },
        output: [1, outChannels, height, width],
      };
    }
    case 'attention': {
      const shape = [1, task.tokens, task.heads * task.headDim];
      return {
        op: 'MultiHeadAttention',
        domain: 'com.microsoft',
        inputs: { q: shape, k: shape, v: shape },
        output: shape,
        attributes: { num_heads: task.heads },
      };
    }
  }
}

/** Inputs and outputs stay on the GPU. */
export const onnxruntime: Contender = {
  name: `onnxruntime-web ${ort.env.versions.web ?? ''}`.trim(),
  async prepare(task): Promise<Prepared | string> {
    const node = nodeOf(task);
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(oneNodeModel(node), {
      executionProviders: ['webgpu'],
      preferredOutputLocation: 'gpu-buffer',
      logSeverityLevel: 3,
    });
    const device = await ort.env.webgpu.device;
    const buffers: GPUBuffer[] = [];
    const feeds = Object.fromEntries(
      Object.entries(node.inputs).map(([name, dims], index) => {
        const values = task.inputs[index] ?? new Float32Array();
        const gpuBuffer = device.createBuffer({
          size: values.byteLength,
          usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
        });
        device.queue.writeBuffer(gpuBuffer, 0, values);
        buffers.push(gpuBuffer);
        return [name, ort.Tensor.fromGpuBuffer(gpuBuffer, { dataType: 'float32', dims: [...dims] })];
      }),
    );
    const make = async () => {
      const { y } = await session.run(feeds);
      if (y === undefined) throw new Error('the session gave no y');
      return y;
    };
    let last = await make();
    return {
      run: async (times) => {
        for (let i = 0; i < times; i++) {
          last.dispose();
          last = await make();
        }
        await firstBytes(device, last.gpuBuffer);
      },
      output: async () => {
        const data = await last.getData();
        if (!(data instanceof Float32Array)) throw new Error('y is not float32');
        return data;
      },
      release: () => {
        last.dispose();
        for (const buffer of buffers) buffer.destroy();
        void session.release();
      },
    };
  },
};
