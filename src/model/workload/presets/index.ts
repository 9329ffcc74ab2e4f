import { alexnet } from './alexnet.ts';
import { bertBase } from './bert-base.ts';
import { efficientnetB0 } from './efficientnet-b0.ts';
import { gpt2 } from './gpt2.ts';
import { lenet5 } from './lenet5.ts';
import { llama3Decode, llama3Prefill } from './llama3.ts';
import { mlp } from './mlp.ts';
import { mobilenetV2 } from './mobilenet-v2.ts';
import { mobilenetV3Large } from './mobilenet-v3-large.ts';
import type { StackPreset } from './preset.ts';
import { resnet50 } from './resnet50.ts';
import { vgg16 } from './vgg16.ts';
import { vitB16 } from './vit-b16.ts';

export type { StackPreset } from './preset.ts';

export const stackPresets: readonly StackPreset[] = [
  mlp,
  lenet5,
  alexnet,
  vgg16,
  resnet50,
  mobilenetV2,
  mobilenetV3Large,
  efficientnetB0,
  vitB16,
  bertBase,
  gpt2,
  llama3Prefill,
  llama3Decode,
];

export const stackPreset = (id: string): StackPreset | undefined => stackPresets.find((preset) => preset.id === id);
