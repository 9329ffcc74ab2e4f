import fc from 'fast-check';
import { THIS_GPU } from '#measure/record/calibration.ts';
import { OVERLAPS, RESIDENCIES } from '#model/analysis/analysis.ts';
import { machinePresets } from '#model/machine/presets/index.ts';
import type { FieldSpec, FieldValue, FieldValues, Layer, StackItem } from '#model/workload/layer.ts';
import { NUMBER_FORMATS } from '#model/workload/number-format.ts';
import { stackPresets } from '#model/workload/presets/index.ts';
import { layerKinds } from '#model/workload/registry.ts';
import { DEFAULT_DOCUMENT, type Document, withView } from './document.ts';
import { editedMachine } from './sample-documents.fixture.ts';
import { rooflineView } from './views/roofline.ts';

/** Documents for property tests, drawn from the registries: a new layer kind, stack or machine is tested by being there. */

const value = (field: FieldSpec): fc.Arbitrary<FieldValue> => {
  switch (field.type) {
    case 'integer':
      return fc.integer({ min: field.min, max: field.max });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'integers':
      return fc.array(fc.integer({ min: field.min, max: field.max }), {
        minLength: field.minLength,
        maxLength: field.maxLength,
      });
    case 'layer':
      return fc.constantFrom('', 'first', 'embedding');
  }
};

const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    fc.constantFrom('conv1', '__proto__', 'layer1.0.relu'),
  )
  .map((text) => text.replace(/[#/]/g, '-').replace(/^@/, ''))
  .filter((text) => text.trim() !== '' && text.length <= 80);

const reference = fc.oneof(name, fc.constantFrom('@input', '@block', 'split#1'));

/** Any of the fields, and not the others. */
const fields = (specs: readonly FieldSpec[]): fc.Arbitrary<FieldValues> =>
  fc
    .subarray([...specs])
    .chain((some) => fc.record(Object.fromEntries(some.map((field) => [field.key, value(field)]))));

const layer: fc.Arbitrary<Layer> = fc.constantFrom(...layerKinds).chain((kind) =>
  fc.record(
    {
      kind: fc.constant(kind.kind),
      name,
      inputs: fc.array(reference, { maxLength: 3 }),
      fields: fields(kind.fields),
    },
    { requiredKeys: ['kind', 'name', 'fields'] },
  ),
);
const item: fc.Arbitrary<StackItem> = fc.oneof(
  { weight: 4, arbitrary: layer },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('repeat' as const),
      name,
      times: fc.integer({ min: 1, max: 200 }),
      layers: fc.array(layer, { maxLength: 4 }),
    }),
  },
);

const stack = fc.record({
  id: fc.constantFrom('custom', 'resnet50-edited'),
  name,
  input: fc.record(
    {
      shape: fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 4 }),
      indices: fc.boolean(),
    },
    { requiredKeys: ['shape'] },
  ),
  layers: fc.array(item, { maxLength: 12 }),
});

export const anyDocument: fc.Arbitrary<Document> = fc
  .record({
    stack: fc.oneof(
      fc.constantFrom(...stackPresets.map(({ id }) => ({ preset: id }))),
      stack.map((custom) => ({ custom })),
    ),
    machine: fc.oneof(
      fc.constantFrom(...machinePresets.map(({ id }) => ({ preset: id })), { run: THIS_GPU } as const),
      fc.constantFrom(...machinePresets.map(({ id }) => ({ custom: editedMachine(id) }))),
    ),
    settings: fc.record(
      {
        batch: fc.integer({ min: 1, max: 4096 }),
        format: fc.constantFrom(...NUMBER_FORMATS),
        overlap: fc.constantFrom(...OVERLAPS),
        residency: fc.constantFrom(...RESIDENCIES),
        unit: fc.constantFrom('gpu', 'bank'),
      },
      { requiredKeys: ['batch', 'format', 'overlap', 'residency'] },
    ),
    boundary: fc.constantFrom('all', 'hbm', 'l2'),
    showBand: fc.boolean(),
  })
  .map(({ boundary, showBand, ...parts }) =>
    withView({ ...DEFAULT_DOCUMENT, ...parts }, rooflineView, { boundary, showBand }),
  );
