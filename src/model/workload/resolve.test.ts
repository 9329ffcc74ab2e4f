import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import type { Layer, Stack, StackItem } from './layer.ts';
import { stackPreset } from './presets/index.ts';
import { resolveStack } from './resolve.ts';
import { stackTotals } from './totals.ts';

const layer = (name: string, kind: string, rest: Partial<Layer> = {}): Layer => ({ name, kind, fields: {}, ...rest });
const relu = (name: string, ...inputs: string[]) => layer(name, 'activation', inputs.length > 0 ? { inputs } : {});
const repeat = (name: string, times: number, ...layers: Layer[]): StackItem => ({
  name,
  kind: 'repeat',
  times,
  layers,
});
const stackOf = (...layers: StackItem[]): Stack => ({ id: 'test', name: 'Test', input: { shape: [8] }, layers });
const resolved = (...layers: StackItem[]) => unwrap(resolveStack(stackOf(...layers), 4)).layers;
function faultOf(...layers: StackItem[]) {
  const result = resolveStack(stackOf(...layers), 4);
  return result.ok ? 'none' : result.error.message.replaceAll('\u00a0', ' ');
}

describe('resolveStack', () => {
  it('puts the batch before the sample and follows the layer before', () => {
    const [first, second] = resolved(layer('fc', 'linear', { fields: { outFeatures: 3 } }), relu('relu'));
    expect(first).toMatchObject({
      path: 'fc',
      times: 1,
      producers: ['@input'],
      inputs: [[4, 8]],
      outputs: [[4, 3]],
      parameters: 27,
      weightElements: 27,
      inputElements: 32,
      outputElements: 12,
      macs: 96,
      flop: 192,
    });
    expect(first).not.toHaveProperty('group');
    expect(second).toMatchObject({ producers: ['fc'], inputs: [[4, 3]], macs: 0, flop: 12 });
  });
  it('resolves @input, names, outputs of a split and constants', () => {
    const cut = layer('cut', 'split', { fields: { sections: [2, 6] } });
    const bias = layer('bias', 'learned-constant', { fields: { shape: [6] } });
    const layers = resolved(
      relu('a'),
      cut,
      bias,
      layer('sum', 'add', { inputs: ['bias', 'cut#1'] }),
      relu('b', '@input'),
    );
    expect(layers.map(({ producers }) => producers)).toEqual([['@input'], ['a'], [], ['bias', 'cut'], ['@input']]);
    expect(layers.map(({ outputs }) => outputs.at(-1))).toEqual([
      [4, 8],
      [4, 6],
      [1, 6],
      [4, 6],
      [4, 8],
    ]);
  });
  it('resolves a group once: @block, its own layers, those before it; outside, its last layer', () => {
    const layers = resolved(
      relu('a'),
      relu('b'),
      repeat('g', 3, relu('first'), layer('last', 'add', { inputs: ['first', '@block', 'a'] })),
      layer('end', 'add', { inputs: ['g', 'b'] }),
    );
    expect(layers.map(({ path, times, group, producers }) => [path, times, group, producers])).toEqual([
      ['a', 1, undefined, ['@input']],
      ['b', 1, undefined, ['a']],
      ['g/first', 3, 'g', ['b']],
      ['g/last', 3, 'g', ['g/first', 'b', 'a']],
      ['end', 1, undefined, ['g/last', 'b']],
    ]);
  });
  it('counts tied weights where they belong and reads them in both places', () => {
    const table = layer('table', 'linear', { fields: { outFeatures: 8, bias: false } });
    const tied = layer('tied', 'linear', { fields: { outFeatures: 8, bias: false, tiedTo: 'table' } });
    const stack = unwrap(resolveStack(stackOf(table, tied), 4));
    expect(stackTotals(stack)).toMatchObject({ parameters: 64, stored: 64, macs: 2 * 4 * 64 });
    expect(stack.layers.map(({ weightElements }) => weightElements)).toEqual([64, 64]);
  });
  it('sums MACs and FLOP over occurrences', () => {
    const fc = layer('fc', 'linear', { fields: { outFeatures: 8 } });
    const totals = (times: number) => stackTotals(unwrap(resolveStack(stackOf(repeat('g', times, fc)), 4)));
    expect(totals(5)).toEqual({ parameters: 5 * 72, stored: 5 * 72, macs: 5 * 256, flop: 10 * 256 });
  });
  it('takes an empty stack', () => {
    expect(resolved()).toEqual([]);
  });
});

describe('faults of a stack', () => {
  it('carry the path of what is wrong in the stack file', () => {
    const fieldOf = (...layers: StackItem[]) => {
      const result = resolveStack(stackOf(...layers), 4);
      return result.ok ? 'none' : result.error.field;
    };
    const a = relu('a');
    const narrow = layer('fc', 'linear', { fields: { outFeatures: 3 } });
    expect(fieldOf(a, relu('b'), relu('c', 'nowhere'))).toBe('layers[2].inputs');
    expect(fieldOf(a, relu('a'))).toBe('layers[1].name');
    expect(fieldOf(a, layer('x', 'lstm'))).toBe('layers[1].kind');
    expect(fieldOf(a, layer('sum', 'add'))).toBe('layers[1].inputs');
    expect(fieldOf(a, narrow, layer('sum', 'add', { inputs: ['a', 'fc'] }))).toBe('layers[2].inputs');
    expect(fieldOf(layer('fc', 'linear', { fields: { outFeatures: 0 } }))).toBe('layers[0].fields.outFeatures');
    expect(fieldOf(a, layer('tied', 'linear', { fields: { outFeatures: 8, tiedTo: 'a' } }))).toBe(
      'layers[1].fields.tiedTo',
    );
    expect(fieldOf(a, repeat('g', 2, relu('b'), layer('conv', 'conv2d')))).toBe('layers[1].layers[1].fields');
    expect(fieldOf(a, repeat('g', 2, relu('b'), relu('b')))).toBe('layers[1].layers[1].name');
    expect(fieldOf(a, repeat('g', 2, relu('b', 'none')))).toBe('layers[1].layers[0].inputs');
    expect(fieldOf(a, repeat('g', 0, relu('b')))).toBe('layers[1].times');
    expect(fieldOf(a, repeat('g', 1))).toBe('layers[1].layers');
    expect(fieldOf(a, repeat('g', 2, narrow))).toBe('layers[1].layers');
  });
  it('name the layer, the shapes and the mend', () => {
    expect(faultOf(relu('a'), layer('conv1', 'conv2d'))).toBe(
      'conv1: takes batch × channels × height × width and its input is 4 × 8; put a reshape before it',
    );
    expect(
      faultOf(
        relu('a'),
        layer('fc', 'linear', { fields: { outFeatures: 3 } }),
        layer('sum', 'add', { inputs: ['a', 'fc'] }),
      ),
    ).toBe('sum: inputs 4 × 8 and 4 × 3 do not broadcast; make each extent the same, or 1 in one of them');
    const result = resolveStack(stackOf(repeat('g', 1, layer('conv', 'conv2d'))), 1);
    expect(result).toMatchObject({ ok: false, error: { layer: 'g/conv' } });
  });
  it('tell unknown names from later ones and those inside a group', () => {
    expect(faultOf(relu('a', 'b'))).toBe(
      'a: takes "b", and no layer has that name; write the name of an earlier layer or @input',
    );
    expect(faultOf(relu('a', 'b'), relu('b'))).toBe(
      'a: takes "b", which comes no earlier; move "b" before it, or write the name of an earlier layer or @input',
    );
    expect(faultOf(relu('a', 'a'))).toMatch(/^a: takes "a", which comes no earlier/);
    expect(faultOf(repeat('g', 1, relu('a', 'b'), relu('b')))).toMatch(/^g\/a: takes "b", which comes no earlier/);
    expect(faultOf(repeat('g', 1, relu('a')), relu('b', 'a'))).toBe(
      'b: takes "a", which is inside the group "g"; write "g" for its output',
    );
    expect(faultOf(repeat('g', 1, relu('a', 'g')))).toBe(
      'g/a: takes "g", the group that it is in; write @block for the group\'s input',
    );
    expect(faultOf(relu('a', '@block'))).toMatch(/^a: takes @block outside a repeat group; write @input/);
    expect(faultOf(relu('a', '@nothing'))).toMatch(/^a: takes "@nothing", and no layer has that name/);
  });
  it('say which outputs there are', () => {
    const cut = layer('cut', 'split', { fields: { sections: [2, 6] } });
    expect(faultOf(cut, relu('a', 'cut#2'))).toBe(
      'a: takes output #2 of "cut", which has #0 to #1; choose one of those',
    );
    expect(faultOf(relu('a'), relu('b', 'a#1'))).toBe('b: takes output #1 of "a", which has one output; write "a"');
  });
  it('say how many inputs a kind takes', () => {
    expect(faultOf(layer('sum', 'add'))).toBe('sum: takes 2 to 8 inputs and has 1; name more of them');
    expect(faultOf(relu('a', '@input', '@input'))).toBe('a: takes 1 input and has 2; name fewer of them');
    expect(faultOf(layer('c', 'learned-constant', { inputs: ['@input'] }))).toMatch(/takes 0 inputs and has 1/);
  });
  it('refuse names that are taken, empty, too long or hold the signs of references', () => {
    expect(faultOf(relu('a'), relu('a'))).toBe('a: has the name of an earlier layer; rename one of them');
    expect(faultOf(repeat('g', 1, relu('a'), relu('a')))).toMatch(/^g\/a: has the name of an earlier layer/);
    expect(faultOf(relu(' '))).toMatch(/has no name; give it one$/);
    expect(faultOf(relu('x'.repeat(81)))).toMatch(/has a name of 81 characters; use at most 80$/);
    for (const name of ['a/b', 'a#1', '@a']) expect(faultOf(relu(name))).toMatch(/begins with @; rename it$/);
  });
  it('refuse fields that are unknown or out of bounds', () => {
    expect(faultOf(layer('fc', 'linear', { fields: { outFeatures: 0 } }))).toBe(
      'fc: outFeatures is 0; give a whole number from 1 to 16,777,216',
    );
    expect(faultOf(layer('fc', 'linear', { fields: { features: 1 } }))).toBe(
      'fc: features is no field of linear; linear has outFeatures, bias, tiedTo',
    );
    expect(faultOf(layer('x', 'lstm'))).toMatch(/^x: has the kind "lstm", which is unknown; choose conv2d, /);
  });
  it('refuse ties to what has no such weight', () => {
    const tied = (tiedTo: string) => layer('tied', 'linear', { fields: { outFeatures: 8, tiedTo } });
    expect(faultOf(relu('a'), tied('a'))).toBe(
      'tied: tiedTo: its weight is 8 × 8 and "a" has no weights of its own; tie it to a layer with the same shape',
    );
    expect(faultOf(layer('small', 'linear', { fields: { outFeatures: 4 } }), tied('small'))).toMatch(
      /its weight is 8 × 4 and "small" has 4 × 8, 4;/,
    );
    expect(faultOf(tied('none'))).toMatch(/^tied: tiedTo: takes "none", and no layer has that name/);
  });
  it('refuse groups that are empty, or repeat and change the shape', () => {
    const fc = layer('fc', 'linear', { fields: { outFeatures: 3 } });
    expect(faultOf(repeat('g', 2, fc))).toBe(
      'g: takes 4 × 8 and gives 4 × 3, so it cannot repeat 2 times; make its last layer give the shape that it takes, or repeat it once',
    );
    expect(faultOf(repeat('g', 1, fc))).toBe('none');
    expect(faultOf(repeat('g', 1))).toBe('g: has no layers; add one to it or remove it');
    expect(faultOf(repeat('g', 0, relu('a')))).toBe('g: repeats 0 times; give a whole number from 1 to 4,096');
  });
  it('keep batches, layers and tensors within bounds', () => {
    const mlp = stackPreset('mlp')?.build() ?? stackOf();
    for (const batch of [0, 65_537, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(resolveStack(mlp, batch)).toMatchObject({ ok: false, error: { field: 'batch' } });
    expect(resolveStack(mlp, 65_536).ok).toBe(true);
    const many = Array.from({ length: 2001 }, (_, index) => relu(`a${index}`));
    expect(faultOf(...many)).toMatch(/^the stack has 2,001 layers; use at most 2,000/);
    expect(faultOf(...many.slice(1))).toBe('none');
    const huge = { ...stackOf(relu('a')), input: { shape: [2 ** 31, 2 ** 22] } };
    expect(resolveStack(huge, 1).ok).toBe(true);
    expect(resolveStack(huge, 2)).toMatchObject({ ok: false, error: { field: 'input.shape' } });
    const wide = layer('wide', 'linear', { fields: { outFeatures: 2 ** 24 } });
    const wider = layer('wider', 'linear', { fields: { outFeatures: 2 ** 24 } });
    const flat = layer('flat', 'reshape');
    expect(faultOf(layer('grow', 'linear', { fields: { outFeatures: 2 ** 24 } }), wide, wider)).toBe('none');
    const table = { ...stackOf(wide), input: { shape: [2 ** 31] } };
    expect(resolveStack(table, 1)).toMatchObject({ ok: false, error: { layer: 'wide' } });
    expect(resolveStack({ ...table, input: { shape: [2 ** 20, 2 ** 20] }, layers: [flat] }, 1)).toMatchObject({
      ok: false,
      error: { layer: 'flat' },
    });
  });
});
