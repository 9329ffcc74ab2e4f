import { elementwise } from './elementwise.ts';

export const multiply = elementwise(
  'multiply',
  'Multiply',
  'Multiplies tensors element by element, such as a gate and what it gates; extents of 1 are broadcast.',
);
