import { defineKind, integers, oneInput } from '../define-kind.ts';
import { shaped } from '../shape.ts';

/** Costs nothing of its own: the layers that take it read it. Its input only says how large the batch is. */
export const furtherInput = defineKind({
  kind: 'further-input',
  title: 'Further input',
  category: 'data',
  describe:
    'Data that arrives with each sample beside the input of the stack, such as a mask or the state of an earlier call.',
  fields: {
    shape: integers('Shape of a sample', {
      default: [1],
      min: 1,
      max: 2 ** 31,
      minLength: 1,
      maxLength: 7,
      help: 'Without the batch.',
    }),
  },
  inputs: oneInput,
  infer: ({ shape }, [input]) => shaped(input[0] ?? 1, ...shape),
  // Moves nothing, and is no view of its input either.
  ops: () => [{ op: 'copy', elements: 0 }],
});
