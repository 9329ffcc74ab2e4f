import { nameFault } from '../names.ts';

const LONGEST = 80;

/** Names from a file as a stack takes them: no `/` or `#`, no `@` at the beginning, of bounded length, each once. */
export class Names {
  readonly #taken = new Set<string>();
  /** Where the numbers of a name go on, so that a file of one name is read in linear time. */
  readonly #next = new Map<string, number>();

  take(wanted: string, otherwise = 'layer'): string {
    const plain = wanted
      .replace(/[/#]/g, '.')
      .replace(/^[@\s.]+/, '')
      .slice(-LONGEST);
    const base = nameFault(plain) === null ? plain : otherwise;
    let name = base;
    while (this.#taken.has(name)) {
      const number = this.#next.get(base) ?? 2;
      this.#next.set(base, number + 1);
      const tail = `_${number}`;
      name = `${base.slice(0, LONGEST - tail.length)}${tail}`;
    }
    this.#taken.add(name);
    return name;
  }
}
