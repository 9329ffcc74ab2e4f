import { refuse } from '../imported.ts';

const UTF8 = new TextDecoder();
const MOST_ITEMS = 50_000;
const LONGEST_TEXT = 65_536;

/**
 * A table of a flatbuffer: fields are found through its table of offsets, each read within the file. Fields that are left out have
 * their defaults. https://flatbuffers.dev/internals
 */
export class Table {
  readonly #view: DataView;
  readonly #at: number;
  readonly #offsets: number;
  readonly #size: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#offsets = at - this.#i32(at);
    this.#size = this.#u16(this.#offsets);
  }

  #inside(at: number, bytes: number): number {
    if (at < 0 || at + bytes > this.#view.byteLength)
      refuse(
        '',
        `points to byte ${at.toLocaleString('en')} of ${this.#view.byteLength.toLocaleString('en')}; it is cut short or damaged`,
      );
    return at;
  }
  #i32 = (at: number): number => this.#view.getInt32(this.#inside(at, 4), true);
  #u32 = (at: number): number => this.#view.getUint32(this.#inside(at, 4), true);
  #u16 = (at: number): number => this.#view.getUint16(this.#inside(at, 2), true);

  /** Where a field is; null where it is left out. */
  #field(index: number): number | null {
    const slot = 4 + 2 * index;
    if (slot + 2 > this.#size) return null;
    const offset = this.#u16(this.#offsets + slot);
    return offset === 0 ? null : this.#at + offset;
  }

  int(index: number, otherwise = 0): number {
    const at = this.#field(index);
    return at === null ? otherwise : this.#i32(at);
  }
  byte(index: number, otherwise = 0): number {
    const at = this.#field(index);
    return at === null ? otherwise : this.#view.getInt8(this.#inside(at, 1));
  }
  table(index: number): Table | null {
    const at = this.#field(index);
    return at === null ? null : new Table(this.#view, at + this.#u32(at));
  }
  text(index: number): string {
    const at = this.#field(index);
    if (at === null) return '';
    const start = at + this.#u32(at);
    const length = this.#u32(start);
    if (length > LONGEST_TEXT) return refuse('', 'has a name without end; it is damaged');
    this.#inside(start + 4, length);
    return UTF8.decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + start + 4, length));
  }
  #vector(index: number, most: number): { readonly start: number; readonly length: number } {
    const at = this.#field(index);
    if (at === null) return { start: 0, length: 0 };
    const start = at + this.#u32(at);
    const length = this.#u32(start);
    if (length > most)
      return refuse('', `has a list of ${length.toLocaleString('en')}; at most ${most.toLocaleString('en')} are read`);
    return { start: start + 4, length };
  }
  tables(index: number): readonly Table[] {
    const { start, length } = this.#vector(index, MOST_ITEMS);
    return Array.from({ length }, (_, item) => {
      const at = start + 4 * item;
      return new Table(this.#view, at + this.#u32(at));
    });
  }
  /** Many tables may share a list, so that its length is bounded closely. */
  ints(index: number, most = 1024): readonly number[] {
    const { start, length } = this.#vector(index, most);
    return Array.from({ length }, (_, item) => this.#i32(start + 4 * item));
  }
  /** 32-bit numbers in a vector of bytes, where there are few; undefined where it is empty or long. */
  packedInts(index: number): readonly number[] | undefined {
    const { start, length } = this.#vector(index, 2 ** 31);
    this.#inside(start, length);
    if (length === 0 || length > 4096 || length % 4 !== 0) return undefined;
    return Array.from({ length: length / 4 }, (_, item) => this.#i32(start + 4 * item));
  }
  /** Bytes in a vector. */
  size(index: number): number {
    return this.#vector(index, 2 ** 31).length;
  }
}

export function rootTable(bytes: Uint8Array): Table {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) refuse('', 'is shorter than any TFLite file');
  return new Table(view, view.getUint32(0, true));
}
