import { formatShape } from '#core/format.ts';
import { defineKind, inputsFrom } from '../define-kind.ts';
import type { LayerKind, Shape } from '../layer.ts';
import { broadcast, elementsOf, shaped, shapeFault } from '../shape.ts';

/** The shape that all of them broadcast to. */
export function broadcastAll([first, ...others]: readonly [Shape, ...Shape[]]): ReturnType<LayerKind['infer']> {
  let shape: Shape = first;
  for (const other of others) {
    const joined = broadcast(shape, other);
    if (joined === null)
      return shapeFault(
        `inputs ${formatShape(shape)} and ${formatShape(other)} do not broadcast; make each extent the same, or 1 in one of them`,
      );
    shape = joined;
  }
  return shaped(...shape);
}

/** What add and multiply share: two or more tensors of one shape, or of shapes that broadcast to one. */
export const elementwise = (kind: 'add' | 'multiply', title: string, describe: string) =>
  defineKind({
    kind,
    title,
    category: 'elementwise',
    describe,
    fields: {},
    inputs: inputsFrom(2, 8),
    infer: (_, inputs) => broadcastAll(inputs),
    ops: (_, inputs, [output]) => [
      {
        op: 'map',
        elements: elementsOf(output),
        operands: inputs.map(elementsOf),
        weightElements: 0,
        flopPerElement: inputs.length - 1,
        computes: { name: kind, operands: inputs, output },
      },
    ],
  });
