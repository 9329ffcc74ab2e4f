import type { Machine } from '../machine.ts';
import { a100 } from './a100-80gb.ts';
import { h100 } from './h100-sxm.ts';

/** Machines with a source on every figure. To add one: a file here and a line in this list. */
export const machinePresets: readonly Machine[] = [h100, a100];

export const machinePreset = (id: string): Machine | undefined => machinePresets.find((machine) => machine.id === id);
