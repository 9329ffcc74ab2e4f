import { elementwise } from './elementwise.ts';

export const add = elementwise(
  'add',
  'Add',
  'Adds tensors element by element, such as a residual branch to its shortcut; extents of 1 are broadcast.',
);
