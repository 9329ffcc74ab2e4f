import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import { resolveStack } from '../resolve.ts';
import { parseStack, stackToJson } from '../stack-schema.ts';
import { stackTotals } from '../totals.ts';
import { importModel } from './import-model.ts';
import type { ImportOptions } from './imported.ts';
import { FLOAT, graph, INT8, INT64, model, node, tensor, value } from './onnx/encode.fixture.ts';
import { tflite } from './tflite/encode.fixture.ts';
import { kerasNetwork, onnxNetwork, tfliteNetwork } from './two-formats.fixture.ts';

const text = (json: unknown) => new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json));
const read = (bytes: Uint8Array, options?: ImportOptions) => importModel({ name: 'a file', bytes }, options);
const imported = async (bytes: Uint8Array, options?: ImportOptions) => unwrap(await read(bytes, options));
const fault = async (bytes: Uint8Array, options?: ImportOptions) => {
  const model = await read(bytes, options);
  return model.ok ? 'was read' : model.error.message;
};
const resolved = async (bytes: Uint8Array, options?: ImportOptions, batch = 1) =>
  unwrap(resolveStack((await imported(bytes, options)).stack, batch));
const totals = async (bytes: Uint8Array, options?: ImportOptions, batch = 1) =>
  stackTotals(await resolved(bytes, options, batch));
const HEIGHT = { dimensions: { height: 33 } };

/** Convolutions on 17 × 16: 3·8·9, 8·48, 48·9, 48·8; then 512 · 10. */
const POSITIONS = 17 * 16;
const MACS = POSITIONS * (3 * 8 * 9 + 8 * 48 + 48 * 9 + 48 * 8) + 8 * 8 * 8 * 10;
const TRAINED = 3 * 8 * 9 + 8 * 48 + 48 * 9 + 48 * 8 + 2 * (8 + 48 + 48 + 8) + 5120 + 10;
const STATISTICS = 2 * (8 + 48 + 48 + 8);

describe('one network in three formats', () => {
  it('has the same work and parameters in Keras layers and in ONNX, at any batch', async () => {
    for (const batch of [1, 7]) {
      const keras = await totals(text(kerasNetwork), {}, batch);
      expect(keras).toMatchObject({ parameters: TRAINED, stored: TRAINED + STATISTICS, macs: batch * MACS });
      expect(await totals(onnxNetwork(), HEIGHT, batch)).toEqual(keras);
    }
  });
  it('has in TFLite the same work, and the parameters of the convolutions that hold the norms', async () => {
    const { parameters, macs } = await totals(tfliteNetwork(), {}, 3);
    // A bias in place of a scale and a shift.
    expect([parameters, macs]).toEqual([TRAINED - (8 + 48 + 48 + 8), 3 * MACS]);
    expect((await imported(tfliteNetwork())).opaque).toEqual([]);
  });
  it('has the same shapes after each layer', async () => {
    const shapes = async (bytes: Uint8Array, options?: ImportOptions) =>
      (await resolved(bytes, options, 2)).layers.map(({ outputs }) => outputs[0]?.join('×'));
    expect(await shapes(onnxNetwork(), HEIGHT)).toEqual(await shapes(text(kerasNetwork)));
  });
  it('reads back as a stack file', async () => {
    for (const bytes of [text(kerasNetwork), onnxNetwork()]) {
      const { stack } = await imported(bytes, bytes[0] === 0x7b ? {} : HEIGHT);
      expect(unwrap(parseStack(JSON.parse(JSON.stringify(stackToJson(stack)))))).toEqual(stack);
      expect((await imported(text(stackToJson(stack)))).stack).toEqual(stack);
    }
  });
});

describe('ONNX', () => {
  it('asks for open dimensions by name, all at once, and takes no other', async () => {
    const open = model({
      inputs: [value('x', ['N', 3, 'H', 'W'])],
      initializers: [tensor('w', [4, 3, 3, 3])],
      nodes: [node('Conv', ['x', 'w'], ['y'])],
    });
    const asked = await read(open);
    expect(asked).toMatchObject({
      ok: false,
      error: { dimensions: ['H', 'W'], message: expect.stringMatching(/^input: leaves H, W open/) },
    });
    expect(await fault(open, { dimensions: { H: 8, W: 8, Z: 1 } })).toMatch(/^Z: is no open dimension .* it has H, W$/);
    expect(await fault(open, { dimensions: { H: 2, W: 8 } })).toMatch(/node\[0\] Conv: a kernel of 3.*does not fit/);
    expect((await totals(open, { dimensions: { H: 8, W: 9 } })).macs).toBe(6 * 7 * 4 * 27);
  });

  it('takes the branch that its condition chooses, and says where it cannot know', async () => {
    const branch = (name: string, out: number) =>
      graph({
        nodes: [node('MatMul', ['x', name], [`${name}.y`])],
        initializers: [tensor(name, [8, out])],
        outputs: [`${name}.y`],
      });
    const bytes = model({
      inputs: [value('x', [1, 8]), value('rate', [], INT64)],
      initializers: [tensor('fast', [], INT64, [16_000])],
      nodes: [
        node('Equal', ['rate', 'fast'], ['is_fast']),
        node('If', ['is_fast'], ['y'], {
          then_branch: { graph: branch('a', 4) },
          else_branch: { graph: branch('b', 6) },
        }),
        node('Relu', ['y'], ['z']),
      ],
    });
    expect((await totals(bytes, { dimensions: { rate: 16_000 } })).macs).toBe(32);
    expect((await totals(bytes, { dimensions: { rate: 8000 } })).macs).toBe(48);
    const { warnings } = await imported(bytes);
    expect(warnings).toEqual([expect.stringMatching(/chooses its branch when the network runs.*--dim rate/)]);
  });

  it('counts an LSTM over its steps', async () => {
    const bytes = model({
      inputs: [value('x', ['steps', 'batch', 12])],
      initializers: [tensor('w', [2, 4 * 5, 12]), tensor('r', [2, 4 * 5, 5]), tensor('b', [2, 8 * 5])],
      nodes: [node('LSTM', ['x', 'w', 'r', 'b'], ['y', 'h', 'c'], { hidden_size: 5, direction: 'bidirectional' })],
    });
    expect(await totals(bytes, { dimensions: { steps: 7 } })).toMatchObject({
      parameters: 2 * 20 * (12 + 5 + 2),
      macs: 7 * 2 * 20 * (12 + 5),
    });
  });

  it('reads quantised operators as what they compute', async () => {
    const scales = ['xs', 'ws', 'ys'].map((name) => tensor(name, [], FLOAT, [1]));
    const zeros = ['xz', 'wz', 'yz'].map((name) => tensor(name, [], INT8));
    const bytes = model({
      inputs: [value('x', [1, 3, 8, 8])],
      initializers: [
        ...scales,
        ...zeros,
        tensor('w', [4, 3, 3, 3], INT8),
        tensor('b', [4], 6),
        tensor('m', [4, 5], INT8),
        tensor('ms', [], FLOAT, [1]),
      ],
      nodes: [
        node('QuantizeLinear', ['x', 'xs', 'xz'], ['q']),
        node('QLinearConv', ['q', 'xs', 'xz', 'w', 'ws', 'wz', 'ys', 'yz', 'b'], ['c']),
        node('DequantizeLinear', ['c', 'ys', 'yz'], ['d']),
        node('GlobalAveragePool', ['d'], ['p']),
        node('Flatten', ['p'], ['f']),
        node('DequantizeLinear', ['m', 'ms'], ['mf']),
        node('MatMul', ['f', 'mf'], ['y']),
        node('DynamicQuantizeLinear', ['y'], ['yq', 'yqs', 'yqz']),
      ],
    });
    expect(await totals(bytes)).toMatchObject({ parameters: 4 * 27 + 4 + 20, macs: 36 * 4 * 27 + 20 });
    expect((await imported(bytes)).opaque).toEqual([]);
  });

  it('makes a product of two data, and ties a head to its embedding', async () => {
    const bytes = model({
      inputs: [value('ids', ['batch', 6], INT64)],
      initializers: [tensor('table', [50, 8])],
      nodes: [
        node('Gather', ['table', 'ids'], ['x']),
        node('Transpose', ['x'], ['xt'], { perm: [0, 2, 1] }),
        node('MatMul', ['x', 'xt'], ['scores']),
        node('Softmax', ['scores'], ['p']),
        node('MatMul', ['p', 'x'], ['y']),
        node('Transpose', ['table'], ['head'], { perm: [1, 0] }),
        node('MatMul', ['y', 'head'], ['logits']),
      ],
    });
    expect(await totals(bytes)).toMatchObject({ parameters: 400, macs: 2 * 36 * 8 + 6 * 8 * 50 });
    expect((await imported(bytes)).stack.input).toEqual({ shape: [6], indices: true });
  });

  it('counts what it does not know, and says so', async () => {
    const bytes = model({
      inputs: [value('x', [1, 8])],
      initializers: [tensor('w', [8, 8])],
      nodes: [
        node('Frobnicate', ['x', 'w'], ['y'], {}, 'com.example'),
        node('Frobnicate', ['y'], ['z'], {}, 'com.example'),
        node('Relu', ['z'], ['r']),
      ],
    });
    const { opaque, warnings } = await imported(bytes);
    expect(opaque).toEqual([{ operator: 'com.example.Frobnicate', count: 2 }]);
    expect(warnings).toEqual([expect.stringContaining('com.example.Frobnicate (2)')]);
    expect(await totals(bytes)).toMatchObject({ parameters: 64, flop: 8 + 8 + 8 });
  });

  it.each([
    [
      'takes what nothing gives',
      model({ inputs: [value('x', [1, 8])], nodes: [node('Relu', ['nowhere'], ['y'])] }),
      /^node\[0\] Relu: takes "nowhere"/,
    ],
    ['has no nodes', model({ inputs: [value('x', [1, 8])], nodes: [] }), /^graph: is missing or has no nodes/],
    [
      'multiplies what does not fit',
      model({
        inputs: [value('x', [1, 8])],
        initializers: [tensor('w', [7, 3])],
        nodes: [node('MatMul', ['x', 'w'], ['y'])],
      }),
      /^node\[0\] MatMul: multiplies 1 × 8 by 7 × 3/,
    ],
    [
      'has other channels',
      model({
        inputs: [value('x', [1, 4, 8, 8])],
        initializers: [tensor('w', [8, 3, 3, 3])],
        nodes: [node('Conv', ['x', 'w'], ['y'])],
      }),
      /^node\[0\] Conv: takes 3 channels and is given 4/,
    ],
  ])('refuses a file that %s', async (_, bytes, sentence) => {
    expect(await fault(bytes)).toMatch(sentence);
  });
});

describe('TFLite', () => {
  it('takes weights of 16 bits as weights, and a transposed convolution by its shapes', async () => {
    const bytes = tflite(
      [
        { name: 'x', shape: [1, 4, 4, 3] },
        { name: 'half', shape: [8, 3, 3, 3], type: 1, data: [0, 0, 0, 0] },
        { name: 'w', shape: [8, 3, 3, 3] },
        { name: 'y', shape: [1, 4, 4, 8] },
        { name: 'size', shape: [4], type: 2, data: [1, 0, 0, 0] },
        { name: 'up', shape: [5, 2, 2, 8], data: [0, 0, 0, 0] },
        { name: 'z', shape: [1, 8, 8, 5] },
      ],
      [
        { code: 6, inputs: ['half'], output: 'w' },
        { code: 3, inputs: ['x', 'w'], output: 'y', options: [{ byte: 0 }, { int: 1 }, { int: 1 }] },
        { code: 67, inputs: ['size', 'up', 'y'], output: 'z', options: [{ byte: 0 }, { int: 2 }, { int: 2 }] },
      ],
    );
    expect(await totals(bytes)).toMatchObject({ parameters: 8 * 27 + 5 * 8 * 4, macs: 16 * 8 * 27 + 16 * 8 * 5 * 4 });
    expect((await imported(bytes)).opaque).toEqual([]);
  });
});

describe('safetensors', () => {
  const file = (header: unknown, length?: number) => {
    const json = text(header);
    const bytes = new Uint8Array(8 + json.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  const layer = (index: number) => ({
    [`model.layers.${index}.w`]: { dtype: 'BF16', shape: [4, 4], data_offsets: [32 * index, 32 * index + 32] },
  });
  it('counts parameters by tensor, blocks that are alike once', async () => {
    const bytes = file({
      __metadata__: { format: 'pt' },
      ...layer(0),
      ...layer(1),
      ...layer(2),
      head: { dtype: 'F32', shape: [5], data_offsets: [96, 116] },
    });
    expect((await totals(bytes)).parameters).toBe(3 * 16 + 5);
    const { stack, warnings } = await imported(bytes);
    expect(stack.layers.map(({ name }) => name)).toEqual(['head', 'model.layers.0']);
    expect(warnings).toHaveLength(1);
  });
  it.each([
    [file({ a: { dtype: 'F32', shape: [5], data_offsets: [0, 21] } }), /^a\.data_offsets: span 21 bytes/],
    [file({ a: { dtype: 'F99', shape: [5], data_offsets: [0, 20] } }), /^a\.dtype: is "F99"; give one of/],
    [file({}), /^header: names no tensor/],
    [file({ a: 1 }, 9999), /^header: is said to be 9,999 bytes/],
  ])('refuses a wrong header', async (bytes, sentence) => {
    expect(await fault(bytes)).toMatch(sentence);
  });
});

describe('a file of any origin', () => {
  const originals: readonly Uint8Array[] = [onnxNetwork(), text(kerasNetwork), tfliteNetwork()];
  const changes = fc.array(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { minLength: 1, maxLength: 6 });

  it.each([0, 1, 2])(
    'gives a stack or a sentence when bits of it flip or its end is lost (%i)',
    async (which) => {
      const original = originals[which] ?? new Uint8Array();
      await fc.assert(
        fc.asyncProperty(changes, fc.option(fc.nat(), { freq: 3 }), async (flips, cut) => {
          const bytes = original.slice(0, cut === null ? original.length : cut % (original.length + 1));
          for (const { at, bit } of flips)
            if (bytes.length > 0) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
          const model = await read(bytes, which === 0 ? HEIGHT : {});
          if (model.ok) expect(resolveStack(model.value.stack, 1).ok).toBe(true);
          else expect(model.error.message).toMatch(/\S/);
        }),
        { numRuns: 2000 },
      );
    },
    60_000,
  );

  it('gives a sentence for bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom([], [8, 8], [0x7b], [9, 0, 0, 0, 0, 0, 0, 0, 0x7b]),
        async (bytes, mark) => {
          expect((await read(new Uint8Array([...mark, ...bytes]))).ok).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['lists within lists without end', `{"modelTopology":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      'a model inside itself',
      `{"class_name":"Sequential","config":${'{"layers":[{"class_name":"Sequential","config":'.repeat(50)}{}${'}]}'.repeat(50)}}`,
    ],
    [
      'names that every object has',
      '{"class_name":"Sequential","config":{"layers":[{"class_name":"constructor","name":"__proto__","config":{"batch_input_shape":[null,4]}}]}}',
    ],
    ['not the text it begins as', '{"model_type": '],
  ])('gives a sentence for JSON with %s', async (_, json) => {
    const model = await read(text(json));
    if (model.ok) expect(model.value.opaque).toEqual([{ operator: 'constructor', count: 1 }]);
    else expect(model.error.message.length).toBeGreaterThan(10);
  });
});
