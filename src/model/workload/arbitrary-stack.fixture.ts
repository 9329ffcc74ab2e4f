import fc from 'fast-check';
import type { FieldSpec, FieldValue, FieldValues, Layer, Stack, StackItem } from './layer.ts';
import { layerKinds } from './registry.ts';

/** Stacks for property tests: valid as data, small, often with shapes or references that do not fit. */
function fieldValue(field: FieldSpec): fc.Arbitrary<FieldValue> {
  switch (field.type) {
    case 'integer':
      return fc.integer({ min: field.min, max: Math.min(field.max, field.min + 8) });
    case 'integers': {
      const { min, max, minLength, maxLength } = field;
      return fc.array(fc.integer({ min, max: Math.min(max, min + 8) }), {
        minLength,
        maxLength: Math.min(maxLength, minLength + 3),
      });
    }
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'layer':
      return fc.constantFrom('', 'a', 'b');
  }
}

const given = (values: Readonly<Record<string, FieldValue | undefined>>): FieldValues => {
  const fields: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) fields[key] = value;
  return fields;
};

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const reference = fc.oneof(name, fc.constantFrom('@input', '@block', 'a#1', 'b#0'));
const layer: fc.Arbitrary<Layer> = fc.constantFrom(...layerKinds).chain(({ kind, fields }) => {
  const values = Object.fromEntries(fields.map((field) => [field.key, fieldValue(field)]));
  return fc.record(
    {
      name,
      kind: fc.constant(kind),
      inputs: fc.array(reference, { minLength: 1, maxLength: 3 }),
      fields: fc.record(values, { requiredKeys: [] }).map(given),
    },
    { requiredKeys: ['name', 'kind', 'fields'] },
  );
});
const item: fc.Arbitrary<StackItem> = fc.oneof(
  { weight: 4, arbitrary: layer },
  {
    weight: 1,
    arbitrary: fc.record({
      name,
      kind: fc.constant('repeat' as const),
      times: fc.integer({ min: 1, max: 3 }),
      layers: fc.uniqueArray(layer, { minLength: 1, maxLength: 3, selector: (one) => one.name }),
    }),
  },
);

export const arbitraryStack: fc.Arbitrary<Stack> = fc.record({
  id: fc.constant('test'),
  name: fc.constant('Test'),
  input: fc.record({
    shape: fc.constantFrom([8], [4, 8], [4, 8, 8], [8, 12, 12]),
  }),
  layers: fc.uniqueArray(item, { maxLength: 6, selector: (one) => one.name }),
});
