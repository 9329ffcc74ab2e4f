import type { StackPreset } from './preset.ts';
import { resnet50 } from './resnet50.ts';

export type { PresetOption, PresetSizes, StackPreset } from './preset.ts';

export const stackPresets: readonly StackPreset[] = [resnet50];

export const stackPreset = (id: string): StackPreset | undefined => stackPresets.find((preset) => preset.id === id);
