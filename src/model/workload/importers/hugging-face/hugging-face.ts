import { type Imported, type ImportOptions, refuse } from '../imported.ts';
import type { JsonNode } from '../json-node.ts';
import { bert } from './bert.ts';
import type { Configured } from './config.ts';
import { decoder, type Family } from './decoder.ts';
import { gpt2 } from './gpt2.ts';
import { vit } from './vit.ts';

const LLAMA: Family = {
  title: 'Llama',
  qkvBias: false,
  outBias: 'as qkv',
  queryNorm: 'none',
  sandwich: false,
  tied: false,
  act: 'silu',
  headDim: 0,
  usesWindow: false,
};
const GEMMA: Family = { ...LLAMA, title: 'Gemma', tied: true, act: 'gelu', headDim: 256, outBias: 'as qkv' };

/** Defaults are those of the family's configuration class in Hugging Face transformers. */
const DECODERS: Readonly<Record<string, Family>> = {
  llama: LLAMA,
  mistral: { ...LLAMA, title: 'Mistral', usesWindow: true },
  mixtral: { ...LLAMA, title: 'Mixtral', usesWindow: true },
  phi3: { ...LLAMA, title: 'Phi-3', usesWindow: true },
  qwen2: { ...LLAMA, title: 'Qwen2', qkvBias: true, outBias: 'never', usesWindow: true },
  qwen2_moe: { ...LLAMA, title: 'Qwen2-MoE', qkvBias: true, outBias: 'never', usesWindow: true },
  qwen3: { ...LLAMA, title: 'Qwen3', queryNorm: 'head', usesWindow: true, headDim: 128 },
  qwen3_moe: { ...LLAMA, title: 'Qwen3-MoE', queryNorm: 'head', usesWindow: true },
  olmoe: { ...LLAMA, title: 'OLMoE', queryNorm: 'whole' },
  gemma: GEMMA,
  gemma2: { ...GEMMA, title: 'Gemma 2', sandwich: true, usesWindow: true },
  gemma3_text: { ...GEMMA, title: 'Gemma 3', sandwich: true, queryNorm: 'head', usesWindow: true },
};

type Reader = (config: JsonNode, options: ImportOptions) => Configured;
const FAMILIES: Readonly<Record<string, Reader>> = {
  gpt2,
  bert,
  roberta: bert,
  'xlm-roberta': bert,
  camembert: bert,
  vit,
  ...Object.fromEntries(
    Object.entries(DECODERS).map(([type, family]): [string, Reader] => [
      type,
      (config, options) => decoder(config, options, family),
    ]),
  ),
};

/** The language part of a model that has others beside it. */
function languagePart(config: JsonNode): { readonly config: JsonNode; readonly warnings: readonly string[] } {
  const text = config.get('text_config');
  if (!text.isObject) return { config, warnings: [] };
  const type = config.get('model_type').text('model');
  return {
    config: text,
    warnings: [`Only the language part of this ${type.slice(0, 40)} is counted, not what reads images or sound.`],
  };
}

/** Whether a JSON object is a model's configuration. */
export const isConfiguration = (json: JsonNode): boolean => json.get('model_type').given;

/** Hugging Face `config.json`: sizes of a family whose layers are known here. */
export function importConfiguration(json: JsonNode, options: ImportOptions): Imported {
  const { config, warnings } = languagePart(json);
  const type = config.get('model_type');
  const name = type.text();
  const reader = Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
  if (reader === undefined)
    return refuse(
      type.path,
      `is "${name.slice(0, 60)}", a family that is not known here; known are ${Object.keys(FAMILIES).join(', ')}`,
    );
  const read = reader(config, options);
  return {
    format: 'Hugging Face configuration',
    stack: read.stack,
    warnings: [...warnings, ...read.warnings],
    opaque: [],
    dimensions: [],
  };
}
