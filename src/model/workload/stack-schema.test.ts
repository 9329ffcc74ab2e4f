import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStack } from './arbitrary-stack.fixture.ts';
import { opFlop, opMacs } from './op-cost.ts';
import { resolveStack } from './resolve.ts';
import { elementsOf } from './shape.ts';
import { parseStack, stackToJson } from './stack-schema.ts';
import { stackTotals } from './totals.ts';

const stackWith = (...layers: readonly unknown[]) => ({ name: 'Test', input: { shape: [3, 8, 8] }, layers });
function faultOf(json: unknown) {
  const parsed = parseStack(json);
  return parsed.ok ? { message: 'none' } : parsed.error;
}

describe('parseStack', () => {
  it('takes what is needed and leaves out what has a default', () => {
    const layers = [
      { name: 'conv', kind: 'conv2d', fields: { kernel: 5 } },
      { name: 'block', kind: 'repeat', times: 2, layers: [{ name: 'relu', kind: 'activation' }] },
      { name: 'sum', kind: 'add', inputs: ['conv', 'block'] },
    ];
    expect(parseStack(stackWith(...layers))).toEqual({
      ok: true,
      value: {
        id: 'custom',
        name: 'Test',
        input: { shape: [3, 8, 8] },
        layers: [
          { name: 'conv', kind: 'conv2d', fields: { kernel: [5] } },
          { name: 'block', kind: 'repeat', times: 2, layers: [{ name: 'relu', kind: 'activation', fields: {} }] },
          { name: 'sum', kind: 'add', inputs: ['conv', 'block'], fields: {} },
        ],
      },
    });
  });
  it.each([
    [null, undefined, 'the stack is null; give a stack: { "name", "input", "layers" }'],
    [[], 'name', /^name is missing/],
    [{ name: 'x' }, 'input', /^input is missing/],
    [{ name: 'x', input: { shape: [] }, layers: [] }, 'input.shape', /give at least one extent$/],
    [{ name: 'x', input: { shape: [0] }, layers: [] }, 'input.shape[0]', /is 0; give a whole number from 1 to/],
    [{ name: 'x', input: { shape: [1], indices: 1 }, layers: [] }, 'input.indices', /is 1; give true or false$/],
    [{ name: 'x', input: { shape: [1] }, layers: {} }, 'layers', /give a list of layers and repeat groups$/],
    [{ ...stackWith(), id: '' }, 'id', /is ""; give a text of 1 to 80 characters$/],
    [{ ...stackWith(), version: 1 }, 'version', /^version is not known here; remove it/],
    [stackWith(7), 'layers[0]', /^layers\[0\] is 7; give a layer: /],
    [stackWith({ name: 'a', kind: 'lstm' }), 'layers[0].kind', /is "lstm"; give conv2d, .* or repeat$/],
    [stackWith({ name: '@a', kind: 'add' }), 'layers[0].name', /is "@a"; it has \/ or # in its name/],
    [stackWith({ name: 'a', kind: 'add', inputs: 'b' }), 'layers[0].inputs', /is "b"; give a list of names/],
    [stackWith({ name: 'a', kind: 'add', inputs: [1] }), 'layers[0].inputs[0]', /is 1; give a text/],
    [stackWith({ name: 'a', kind: 'add', stride: 1 }), 'layers[0].stride', /is not known here/],
    [stackWith({ name: 'a', kind: 'repeat', times: 0, layers: [] }), 'layers[0].times', /is 0; give/],
    [stackWith({ name: 'a', kind: 'repeat', times: 2 }), 'layers[0].layers', /is missing/],
  ])('refuses %j', (json, field, message) => {
    const fault = faultOf(json);
    expect(fault.field).toBe(field);
    expect(fault.message).toMatch(message);
  });
  it('refuses fields that are a list, and keys that every object has', () => {
    expect(faultOf(stackWith({ name: 'a', kind: 'activation', fields: [] }))).toMatchObject({
      field: 'layers[0].fields',
      message: expect.stringContaining('give an object of field values'),
    });
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const layer = JSON.parse(`{"name": "a", "kind": "activation", "fields": {"${key}": 1}}`);
      expect(faultOf(stackWith(layer)).field).toBe(`layers[0].fields.${key}`);
    }
  });

  it('names layer, path and bounds of a field', () => {
    const add = { name: 'a', kind: 'add' };
    expect(faultOf(stackWith(add, add, add, { name: 'c', kind: 'conv2d', fields: { kernel: [0] } }))).toEqual({
      layer: 'c',
      field: 'layers[3].fields.kernel',
      message: 'layers[3].fields.kernel is [0]; give 1 to 2 whole numbers from 1 to 1,024',
    });
    const inner = { name: 'c', kind: 'linear', fields: { width: 1 } };
    expect(faultOf(stackWith({ name: 'g', kind: 'repeat', times: 1, layers: [inner] }))).toEqual({
      layer: 'c',
      field: 'layers[0].layers[0].fields.width',
      message: 'layers[0].layers[0].fields.width is no field of linear; linear has outFeatures, bias, tiedTo',
    });
    const field = (kind: string, fields: object) => faultOf(stackWith({ name: 'x', kind, fields })).message;
    expect(field('linear', { bias: 1 })).toMatch(/bias is 1; give true or false$/);
    expect(field('activation', { function: 'mish' })).toMatch(/function is "mish"; give one of relu, relu6, gelu/);
    expect(field('linear', { tiedTo: 3 })).toMatch(/tiedTo is 3; give the name of an earlier layer, or nothing$/);
    expect(field('linear', { outFeatures: 1.5 })).toMatch(/outFeatures is 1.5; give a whole number from 1 to/);
    expect(field('conv2d', { kernel: [3, 3, 3] })).toMatch(/kernel is \[3, 3, 3\]; give 1 to 2 whole numbers/);
    expect(field('add', { axis: 1 })).toMatch(/axis is no field of add; remove it: add has no fields$/);
    expect(field('activation', { function: 'y'.repeat(500) }).length).toBeLessThan(300);
  });
  it('shows values that would rather not be shown', () => {
    const hostile = JSON.parse('{"toString": 1, "valueOf": 1, "toJSON": 1, "length": -1}');
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    const field = (value: unknown) =>
      faultOf(stackWith({ name: 'x', kind: 'conv2d', fields: { kernel: value } })).message;
    expect(field(hostile)).toMatch(/kernel is an object; give/);
    expect(field([hostile, null, 'a'])).toMatch(/kernel is \[an object, null, "a"\]; give/);
    expect(field(deep)).toMatch(/kernel is \[a list\]; give/);
    expect(field(Array(99).fill(1))).toMatch(/kernel is \[1, 1, 1, 1, 1, 1, 1, 1, …\]; give/);
    expect(faultOf(hostile).message).toMatch(/^toString is not known here|^name is missing/);
    expect(faultOf({ ...stackWith(), name: hostile }).message).toMatch(/^name is an object; give a text/);
    expect(faultOf(stackWith(deep)).message).toMatch(/^layers\[0\]/);
  });
  it('refuses a group inside a group, and more layers than can be shown', () => {
    const group = { name: 'g', kind: 'repeat', times: 1, layers: [] };
    expect(faultOf(stackWith({ ...group, layers: [group] }))).toMatchObject({
      field: 'layers[0].layers[0].kind',
      message: expect.stringMatching(/a repeat group may not hold another/),
    });
    expect(faultOf(stackWith(...Array<null>(2001).fill(null)))).toMatchObject({ field: 'layers' });
  });
  it('never throws on JSON of any origin, nor does resolving what it lets through', () => {
    const key = fc.constantFrom(
      'name',
      'kind',
      'inputs',
      'fields',
      'layers',
      'input',
      'shape',
      'times',
      '__proto__',
      'id',
    );
    const value = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('repeat', 'conv2d', 'a', 1, 2 ** 31, 1e308, -0, { toString: 1 }),
      ),
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('leaf'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), value), (json) => {
        const parsed = parseStack(json);
        if (!parsed.ok) expect(parsed.error.message.length).toBeGreaterThan(0);
        else resolveStack(parsed.value, 3);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any stack', () => {
  it('reads back from its own JSON', () => {
    fc.assert(
      fc.property(arbitraryStack, (stack) => {
        expect(parseStack(JSON.parse(JSON.stringify(stackToJson(stack))))).toEqual({ ok: true, value: stack });
      }),
    );
  });
  it('resolves, or faults with a sentence that names a layer', () => {
    let resolved = 0;
    fc.assert(
      fc.property(arbitraryStack, fc.integer({ min: 2, max: 9 }), (stack, batch) => {
        const one = resolveStack(stack, 1);
        const many = resolveStack(stack, batch);
        // Learned constants have a batch of 1: what is made of them alone neither grows nor always fits what does.
        const grows = !JSON.stringify(stack).includes('learned-constant');
        if (grows) expect(many.ok).toBe(one.ok);
        if (!one.ok || !many.ok) {
          if (!one.ok) expect(one.error.message.startsWith(`${one.error.layer}: `)).toBe(true);
          return;
        }
        resolved++;
        let macs = 0;
        let flop = 0;
        for (const layer of one.value.layers) {
          for (const op of layer.ops) {
            macs += layer.times * opMacs(op);
            flop += layer.times * opFlop(op);
          }
          const outputs = layer.outputs.reduce((sum, shape) => sum + elementsOf(shape), 0);
          expect(layer.outputElements).toBe(outputs);
          expect(layer.flop).toBeGreaterThanOrEqual(2 * layer.macs);
          expect(layer.stored).toBeGreaterThanOrEqual(layer.parameters);
          expect(layer.weightElements).toBeGreaterThanOrEqual(layer.stored);
        }
        const totals = stackTotals(one.value);
        expect(totals).toMatchObject({ macs, flop });
        expect(stackTotals(many.value)).toMatchObject({ parameters: totals.parameters, stored: totals.stored });
        if (grows) expect(stackTotals(many.value)).toMatchObject({ macs: batch * macs, flop: batch * flop });
      }),
      { numRuns: 600, seed: 20_260 },
    );
    // The generator is worth something: a good part of its stacks are sound.
    expect(resolved).toBeGreaterThan(60);
  });
});
