/** What a reader throws on bytes that no writer made; `decodeLink` catches it and says so. The message is half a sentence. */
export class DamagedLink extends Error {}
export const CUT_SHORT = 'it is cut short';

/** Eight bytes of seven bits hold every safe integer. */
const VARINT_BYTES = 8;

export class ByteWriter {
  readonly #bytes: number[] = [];

  byte(value: number): void {
    this.#bytes.push(value);
  }
  /** A non-negative safe integer, seven bits a byte, lowest first (LEB128). */
  natural(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 128);
    this.#bytes.push(rest);
  }
  float64(value: number): void {
    this.#bytes.push(...new Uint8Array(new Float64Array([value]).buffer));
  }
  text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.natural(encoded.length);
    for (const byte of encoded) this.#bytes.push(byte);
  }
  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

export class ByteReader {
  #position = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#position === this.#bytes.length;
  }
  byte(): number {
    const value = this.#bytes[this.#position++];
    if (value === undefined) throw new DamagedLink(CUT_SHORT);
    return value;
  }
  natural(): number {
    let value = 0;
    for (let index = 0; index < VARINT_BYTES; index++) {
      const byte = this.byte();
      value += (byte & 127) * 128 ** index;
      if (byte < 128) {
        if (Number.isSafeInteger(value)) return value;
        break;
      }
    }
    throw new DamagedLink('it holds an integer that is too large');
  }
  float64(): number {
    const value = new Float64Array(this.#take(8).slice().buffer)[0];
    if (value === undefined || !Number.isFinite(value)) throw new DamagedLink('it holds a number that is not finite');
    return value;
  }
  text(): string {
    return new TextDecoder().decode(this.#take(this.natural()));
  }
  #take(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new DamagedLink(CUT_SHORT);
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }
}
