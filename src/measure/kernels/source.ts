import type { Kernel, Problem } from './kernel.ts';

/**
 * The kernel's WGSL for a problem: storage and private array lengths, which WGSL does not let an override set, follow as
 * constants made from the descriptor's numbers. They stand last, since `enable` and `requires` must come before any
 * declaration, and declarations may stand in any order.
 */
export function sourceFor(kernel: Kernel, problem: Problem): string {
  const lines = Object.entries(kernel.lengths?.(problem) ?? {}).map(([name, length]) => {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name) || !Number.isSafeInteger(length) || length < 1)
      throw new Error(`${kernel.id} asks for a length ${name} = ${length}`);
    return `const ${name} = ${length};\n`;
  });
  return kernel.source + lines.join('');
}
