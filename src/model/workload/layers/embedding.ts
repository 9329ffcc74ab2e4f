import { defineKind, integer, oneInput } from '../define-kind.ts';
import { elementsOf, shaped } from '../shape.ts';

export const embedding = defineKind({
  kind: 'embedding',
  title: 'Embedding',
  category: 'data',
  describe: 'Looks up one row of a table for each token id. The table is large; only the rows that are asked for move.',
  fields: {
    vocabulary: integer('Vocabulary', { default: 50_257, unit: 'tokens' }),
    features: integer('Features', { default: 768 }),
  },
  inputs: oneInput,
  infer: ({ features }, [input]) => shaped(...input, features),
  weights: ({ vocabulary, features }) => [{ name: 'weight', shape: [vocabulary, features], trainable: true }],
  ops: ({ vocabulary, features }, [input]) => [
    { op: 'gather', rows: elementsOf(input), width: features, tableRows: vocabulary },
  ],
});
