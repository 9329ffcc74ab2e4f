import { defineKind, integer, integers, oneInput } from '../define-kind.ts';
import { elementsOf, shaped } from '../shape.ts';

/** Reads what it needs of its input once and writes its output: padding, tiling, picking by indices, interleaving, resizing. */
export const copy = defineKind({
  kind: 'copy',
  title: 'Copy',
  category: 'data',
  describe: 'Moves elements into another shape: pads, repeats, picks or interleaves them; with arithmetic, it resizes.',
  fields: {
    shape: integers('Output of a sample', {
      default: [1],
      min: 1,
      max: 2 ** 31,
      minLength: 1,
      maxLength: 7,
      help: 'Without the batch, which is kept.',
    }),
    flopPerElement: integer('FLOP for each output element', {
      default: 0,
      min: 0,
      max: 1024,
      help: '0 where elements only move; an interpolation between two neighbours takes 3.',
    }),
  },
  inputs: oneInput,
  infer: ({ shape }, [input]) => shaped(input[0] ?? 1, ...shape),
  ops: ({ flopPerElement }, [input], [output]) => {
    const elements = elementsOf(output);
    return [
      { op: 'map', elements, operands: [Math.min(elements, elementsOf(input))], weightElements: 0, flopPerElement },
    ];
  },
});
