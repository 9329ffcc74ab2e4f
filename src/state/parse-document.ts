import * as v from 'valibot';
import { THIS_GPU } from '#measure/record/calibration.ts';
import { type AnalysisSettings, OVERLAPS, RESIDENCIES } from '#model/analysis/analysis.ts';
import { machinePreset } from '#model/machine/presets/index.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import { stackPreset } from '#model/workload/presets/index.ts';
import { parseStack } from '#model/workload/stack-schema.ts';
import { DEFAULT_DOCUMENT, DOCUMENT_VERSION, type Document, type MachineSource, type StackSource } from './document.ts';
import { isRecord } from './json.ts';
import { mendMachine } from './mend-machine.ts';
import { mendStack } from './mend-stack.ts';
import { views } from './views/index.ts';
import { parseView, type StoredView } from './views/view.ts';

export interface ParsedDocument {
  readonly document: Document;
  /** Fields that were not usable and have their defaults, by path. */
  readonly ignored: readonly string[];
}

/** Batches beyond this are typing errors: the largest published training batch is 32,768 images a step on 2,048 devices. */
const LARGEST_BATCH = 65_536;

const settingsFields = {
  batch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_BATCH)),
  format: v.picklist(NUMBER_FORMATS),
  overlap: v.picklist(OVERLAPS),
  residency: v.picklist(RESIDENCIES),
  unit: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/)),
};

/**
 * A document from plain data of any origin. Never throws and always gives a valid document: a field that is not usable
 * has its default and is named.
 */
export function parseDocument(json: unknown): ParsedDocument {
  if (!isRecord(json)) return { document: DEFAULT_DOCUMENT, ignored: ['document'] };
  const ignored: string[] = json['version'] === DOCUMENT_VERSION ? [] : ['version'];
  return {
    document: {
      version: DOCUMENT_VERSION,
      stack: parseStackSource(json['stack'], ignored),
      machine: parseMachineSource(json['machine'], ignored),
      settings: parseSettings(json['settings'], ignored),
      views: parseViews(json['views'], ignored),
    },
    ignored,
  };
}

function parseStackSource(json: unknown, ignored: string[]): StackSource {
  if (json === undefined) return DEFAULT_DOCUMENT.stack;
  if (isRecord(json)) {
    if ('custom' in json) {
      const mended = mendStack(json['custom']);
      const stack = parseStack(mended.json);
      if (stack.ok) {
        ignored.push(...mended.ignored);
        return { custom: stack.value };
      }
    } else if (typeof json['preset'] === 'string') {
      const preset = stackPreset(json['preset']);
      if (preset) return { preset: preset.id, ...parseOptions(preset.options, json, ignored) };
    }
  }
  ignored.push('stack');
  return DEFAULT_DOCUMENT.stack;
}

type Bounds = { readonly default: number; readonly min: number; readonly max: number };

function parseOptions(
  options: { readonly sequence?: Bounds; readonly context?: Bounds },
  json: Readonly<Record<string, unknown>>,
  ignored: string[],
): { sequence?: number; context?: number } {
  const chosen: { sequence?: number; context?: number } = {};
  for (const key of ['sequence', 'context'] as const) {
    const value = json[key];
    const bounds = options[key];
    if (value === undefined) continue;
    if (bounds && typeof value === 'number' && Number.isInteger(value) && value >= bounds.min && value <= bounds.max)
      chosen[key] = value;
    else ignored.push(`stack.${key}`);
  }
  return chosen;
}

function parseMachineSource(json: unknown, ignored: string[]): MachineSource {
  if (json === undefined) return DEFAULT_DOCUMENT.machine;
  if (isRecord(json)) {
    if (json['run'] === THIS_GPU) return { run: THIS_GPU };
    if ('custom' in json) {
      const mended = mendMachine(json['custom']);
      if (mended.ok) {
        ignored.push(...mended.value.ignored.map((field) => `machine.${field}`));
        return { custom: mended.value.machine };
      }
    } else if (typeof json['preset'] === 'string') {
      const preset = machinePreset(json['preset']);
      if (preset) return { preset: preset.id };
    }
  }
  ignored.push('machine');
  return DEFAULT_DOCUMENT.machine;
}

function parseSettings(json: unknown, ignored: string[]): AnalysisSettings {
  if (json === undefined) return DEFAULT_DOCUMENT.settings;
  if (!isRecord(json)) {
    ignored.push('settings');
    return DEFAULT_DOCUMENT.settings;
  }
  const field = <T>(key: string, schema: v.GenericSchema<unknown, T>): T | undefined => {
    if (json[key] === undefined) return undefined;
    const parsed = v.safeParse(schema, json[key]);
    if (parsed.success) return parsed.output;
    ignored.push(`settings.${key}`);
    return undefined;
  };
  for (const key of Object.keys(json))
    if (!Object.hasOwn(settingsFields, key)) ignored.push(`settings.${key.slice(0, 40)}`);
  const fallback = DEFAULT_DOCUMENT.settings;
  const unit = field('unit', settingsFields.unit);
  return {
    batch: field('batch', settingsFields.batch) ?? fallback.batch,
    format: field('format', settingsFields.format) ?? fallback.format,
    overlap: field('overlap', settingsFields.overlap) ?? fallback.overlap,
    residency: field('residency', settingsFields.residency) ?? fallback.residency,
    ...(unit !== undefined && { unit }),
  };
}

function parseViews(json: unknown, ignored: string[]): Document['views'] {
  if (json === undefined) return {};
  if (!isRecord(json)) {
    ignored.push('views');
    return {};
  }
  const parsed: Record<string, StoredView> = {};
  for (const [id, value] of Object.entries(json)) {
    const view = views.find((known) => known.id === id);
    if (!view) {
      ignored.push(id.slice(0, 40));
      continue;
    }
    const { stored, ignored: fields } = parseView(view, value);
    if (stored) parsed[id] = stored;
    ignored.push(...fields);
  }
  return parsed;
}

const NAMED = 6;
/** What the page says about fields that were not usable; null when all were. */
export function ignoredNote(ignored: readonly string[]): string | null {
  if (ignored.length === 0) return null;
  const more = ignored.length > NAMED ? ` and ${ignored.length - NAMED} more` : '';
  return `Some settings were ignored: ${ignored.slice(0, NAMED).join(', ')}${more}.`;
}
