import { formatShape } from '#core/format.ts';
import { defineKind, integers, oneInput } from '../define-kind.ts';
import { elementsOf, shaped, shapeFault } from '../shape.ts';

export const transpose = defineKind({
  kind: 'transpose',
  title: 'Transpose',
  category: 'data',
  describe: 'Puts the axes of a sample in another order and moves every element to its new place.',
  fields: {
    order: integers('Order of axes', {
      default: [2, 1],
      min: 1,
      max: 7,
      minLength: 1,
      maxLength: 7,
      help: 'Old axes in their new order; 0 is the batch, which stays first.',
    }),
  },
  inputs: oneInput,
  infer: ({ order }, [input]) => {
    const [batch = 1] = input;
    const rank = input.length - 1;
    if (order.length !== rank || new Set(order).size !== rank || order.some((axis) => axis > rank))
      return shapeFault(
        `order ${order.join(', ')} does not name each axis of ${formatShape(input)} but the batch once; use 1 to ${rank} in any order`,
      );
    return shaped(batch, ...order.map((axis) => input[axis] ?? 1));
  },
  ops: ({ order }, [input]) => [
    { op: 'copy', elements: elementsOf(input), moves: { name: 'transpose', order: [0, ...order], input } },
  ],
});
