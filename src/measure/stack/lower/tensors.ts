import type { Content } from '../contents.ts';
import type { Tensor } from '../program.ts';

/** The tensors of a program in the making. */
export class Tensors {
  readonly #byId = new Map<string, { -readonly [K in keyof Tensor]: Tensor[K] }>();

  /** Equal contents are one tensor. */
  given(content: Content, elements: number): string {
    const id = content.key;
    if (!this.#byId.has(id)) this.#byId.set(id, { id, elements, origin: 'given', content });
    return id;
  }

  made(name: string, elements: number): string {
    // No content's key begins so.
    const id = `made ${name}`;
    this.#byId.set(id, { id, elements, origin: 'made' });
    return id;
  }

  /** Those that steps use, in the order in which they were asked for. */
  used(ids: ReadonlySet<string>): readonly Tensor[] {
    return [...this.#byId.values()].filter(({ id }) => ids.has(id));
  }
}
