import { describe, expect, it } from 'vitest';
import { unwrap } from '#core/result.ts';
import {
  duplicateItem,
  insertLayer,
  moveItem,
  moveItemBy,
  removeItem,
  renameItem,
  setTimes,
  updateLayer,
} from './edit.ts';
import { groupItems, ungroup } from './edit-group.ts';
import type { Stack } from './layer.ts';
import { stackPreset, stackPresets } from './presets/index.ts';
import { resolveStack } from './resolve.ts';
import { stackTotals } from './totals.ts';

const stack: Stack = {
  id: 'test',
  name: 'Test',
  input: { shape: [6, 8, 8] },
  layers: [
    { name: 'stem', kind: 'conv2d', fields: { outChannels: 12, padding: [1] } },
    { name: 'norm', kind: 'batch-norm', fields: {} },
    {
      name: 'block',
      kind: 'repeat',
      times: 3,
      layers: [
        { name: 'conv', kind: 'conv2d', fields: { outChannels: 12, padding: [1] } },
        { name: 'relu', kind: 'activation', fields: {} },
        { name: 'add', kind: 'add', inputs: ['relu', '@block'], fields: {} },
      ],
    },
    { name: 'halves', kind: 'split', fields: { axis: 1, sections: [6, 6] } },
    { name: 'join', kind: 'add', inputs: ['halves#1', 'halves'], fields: {} },
    { name: 'scale', kind: 'multiply', inputs: ['join', '@input'], fields: {} },
  ],
};
/** `name<input,input`, groups in brackets. */
const outline = (edited: Stack): string => {
  const line = (item: Stack['layers'][number]): string =>
    'layers' in item
      ? `${item.name}[${item.layers.map(line).join(' ')}]`
      : `${item.name}${item.inputs ? `<${item.inputs.join(',')}` : ''}`;
  return edited.layers.map(line).join(' ');
};
const resolves = (edited: Stack) => resolveStack(edited, 2).ok;
const OUTLINE = 'stem norm block[conv relu add<relu,@block] halves join<halves#1,halves scale<join,@input';

describe('edits of a stack', () => {
  it('start from a stack that resolves', () => {
    expect(outline(stack)).toBe(OUTLINE);
    expect(resolves(stack)).toBe(true);
  });
  it('insert after an item, inside a group, first and last, under a free name', () => {
    expect(outline(insertLayer(stack, { kind: 'activation' }, 'stem'))).toMatch(/^stem activation norm/);
    expect(outline(insertLayer(stack, { kind: 'activation', name: 'norm' }, 'stem'))).toMatch(/^stem norm2 norm/);
    expect(outline(insertLayer(stack, { kind: 'activation' }, 'block/conv'))).toMatch(/\[conv activation relu/);
    expect(outline(insertLayer(stack, { kind: 'activation' }, null))).toMatch(/^activation stem/);
    expect(outline(insertLayer(stack, { kind: 'activation' }))).toMatch(/@input activation$/);
    expect(insertLayer(stack, { kind: 'activation' }, 'nowhere')).toBe(stack);
  });
  it('give a new layer as many inputs as it needs', () => {
    const edited = insertLayer(stack, { kind: 'add' }, 'stem');
    expect(outline(edited)).toMatch(/^stem add<stem,stem norm/);
    expect(resolves(edited)).toBe(true);
    const first = insertLayer(stack, { kind: 'add' }, null);
    expect(outline(first)).toMatch(/^add<@input,@input stem/);
    expect(resolves(first)).toBe(true);
  });
  it('update fields, inputs and kind', () => {
    const fields = updateLayer(stack, 'stem', { fields: { kernel: [5] } });
    expect(fields.layers[0]).toEqual({
      name: 'stem',
      kind: 'conv2d',
      fields: { outChannels: 12, padding: [1], kernel: [5] },
    });
    const kind = updateLayer(stack, 'stem', { kind: 'depthwise-conv2d' });
    expect(kind.layers[0]).toEqual({ name: 'stem', kind: 'depthwise-conv2d', fields: { padding: [1] } });
    expect(outline(updateLayer(stack, 'block/add', { inputs: ['conv', 'relu'] }))).toMatch(/add<conv,relu\]/);
    expect(outline(updateLayer(stack, 'join', { inputs: null }))).toMatch(/ join scale/);
    expect(setTimes(stack, 'block', 7).layers[2]).toMatchObject({ times: 7 });
    expect(setTimes(stack, 'stem', 7)).toEqual(stack);
    expect(updateLayer(stack, 'block', { kind: 'add' })).toEqual(stack);
    expect(updateLayer(stack, 'stem/conv', {})).toBe(stack);
    expect(updateLayer(stack, 'block/none', {})).toBe(stack);
  });
  it('duplicate layers and groups under free names', () => {
    expect(outline(duplicateItem(stack, 'norm'))).toMatch(/^stem norm norm2 block/);
    const edited = duplicateItem(duplicateItem(stack, 'block'), 'block');
    expect(outline(edited)).toMatch(/block\[[^\]]*\] block3\[[^\]]*\] block2\[/);
    expect(resolves(edited)).toBe(true);
  });
  it('remove a layer: what took it takes its input', () => {
    expect(outline(removeItem(stack, 'norm'))).toMatch(/^stem block/);
    expect(outline(removeItem(stack, 'block/relu'))).toMatch(/\[conv add<conv,@block\]/);
    expect(outline(removeItem(stack, 'block/conv'))).toMatch(/\[relu add<relu,@block\]/);
    expect(outline(removeItem(stack, 'halves'))).toMatch(/ join<block,block scale/);
    expect(outline(removeItem(stack, 'block'))).toMatch(/^stem norm halves join/);
    expect(outline(removeItem(stack, 'scale'))).toBe(OUTLINE.replace(' scale<join,@input', ''));
    const branch: Stack = {
      ...stack,
      layers: [
        { name: 'a', kind: 'activation', fields: {} },
        { name: 'b', kind: 'activation', fields: {} },
        { name: 'c', kind: 'activation', inputs: ['a'], fields: {} },
        { name: 'd', kind: 'activation', fields: {} },
      ],
    };
    expect(outline(removeItem(branch, 'c'))).toBe('a b d<a');
    expect(outline(removeItem(branch, 'b'))).toBe('a c<a d');
    for (const path of ['norm', 'block/relu', 'block/conv', 'block', 'scale'])
      expect(resolves(removeItem(stack, path))).toBe(true);
  });
  it('remove the owner of tied weights: the tie goes', () => {
    const gpt2 = stackPreset('gpt2')?.build();
    if (!gpt2) throw new Error('no gpt2');
    expect(removeItem(gpt2, 'wte').layers.at(-1)).toMatchObject({ fields: { tiedTo: '' } });
    expect(renameItem(gpt2, 'wte', 'tokens').layers.at(-1)).toMatchObject({ fields: { tiedTo: 'tokens' } });
  });
  it('move to a place, and by places, no further than the ends', () => {
    expect(outline(moveItem(stack, 'norm', 0))).toMatch(/^norm stem block/);
    expect(outline(moveItem(stack, 'stem', 1))).toMatch(/^norm stem block/);
    expect(outline(moveItem(stack, 'stem', 99))).toMatch(/@input stem$/);
    expect(outline(moveItemBy(stack, 'block/conv', 1))).toMatch(/\[relu conv add/);
    expect(outline(moveItemBy(stack, 'stem', -1))).toBe(OUTLINE);
  });
  it('rename with every reference', () => {
    expect(outline(renameItem(stack, 'halves', 'cut'))).toMatch(/ cut join<cut#1,cut scale/);
    expect(outline(renameItem(stack, 'block/relu', 'rectify'))).toMatch(/\[conv rectify add<rectify,@block\]/);
    for (const name of ['', 'norm', 'a/b', '@a', 'a#1', 'x'.repeat(81)])
      expect(outline(renameItem(stack, 'stem', name))).toBe(OUTLINE);
  });
  it('rename past a group whose own layer hides the name', () => {
    const hiding: Stack = {
      ...stack,
      layers: [
        { name: 'a', kind: 'activation', fields: {} },
        {
          name: 'g',
          kind: 'repeat',
          times: 1,
          layers: [
            { name: 'a', kind: 'activation', inputs: ['a'], fields: {} },
            { name: 'b', kind: 'add', inputs: ['a', '@block'], fields: {} },
          ],
        },
        { name: 'c', kind: 'add', inputs: ['a', 'g'], fields: {} },
      ],
    };
    expect(resolves(hiding)).toBe(true);
    expect(outline(renameItem(hiding, 'a', 'z'))).toBe('z g[a<z b<a,@block] c<z,g');
    expect(outline(ungroup(hiding, 'g'))).toBe('a a2<a b<a2,a c<a,b');
    expect(resolves(ungroup(hiding, 'g'))).toBe(true);
  });
  it('group a run and take it apart again', () => {
    const flat = ungroup(stack, 'block');
    expect(outline(flat)).toBe('stem norm conv relu add<relu,norm halves join<halves#1,halves scale<join,@input');
    const grouped = groupItems(flat, 'conv', 'add', 3);
    expect(grouped).toEqual(stack);
    expect(groupItems(stack, 'norm', 'block', 2)).toBe(stack);
    expect(groupItems(stack, 'halves', 'norm', 2)).toBe(stack);
    expect(groupItems(stack, 'halves', 'none', 2)).toBe(stack);
    expect(ungroup(stack, 'stem')).toBe(stack);
    const all = groupItems(flat, 'halves', 'join', 1, 'norm');
    expect(outline(all)).toMatch(/ norm2\[halves join<halves#1,halves\] scale<norm2,@input$/);
    expect(resolves(all)).toBe(true);
  });
  it.each(stackPresets)('take the groups of $id apart without a change to one occurrence', ({ build }) => {
    let flat = build();
    let once = build();
    for (const item of build().layers)
      if ('times' in item) {
        once = setTimes(once, item.name, 1);
        flat = ungroup(flat, item.name);
      }
    expect(stackTotals(unwrap(resolveStack(flat, 1)))).toEqual(stackTotals(unwrap(resolveStack(once, 1))));
  });
});
