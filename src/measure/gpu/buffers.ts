import { seededRandom } from '#core/random.ts';
import { POISON } from '../kernels/poison.ts';
import { BUFFER } from './flags.ts';

/** f32 in one block of input. A prime: no wrong stride lands on the same value again. */
const BLOCK = 1_048_573;
const POISON_BLOCK = 1 << 20;
/** Bytes of inputs kept for the next kernel before the oldest are freed. */
const KEPT = 256 * 2 ** 20;

const alignUp = (size: number, to: number) => Math.ceil(size / to) * to;

/** Bytes written to the GPU at a time: between two a Stop is heard. */
const PIECE = 8 * 2 ** 20;

/** What an input holds: made once and kept under its key. */
export interface InputContent {
  readonly key: string;
  /** 32-bit elements. */
  readonly elements: number;
  readonly make: () => Float32Array;
  /** The content repeats itself after so many elements: the GPU copies the rest from the first. */
  readonly period?: number;
}

/** Seeded random values, which every kernel gets that does not say otherwise. */
export const randomContent = (elements: number, seed: number): InputContent => ({
  key: `random:${elements}:${seed}`,
  elements,
  make: () => randomValues(elements, seed),
  period: BLOCK,
});

/** A read buffer. Its values are there once it was filled. */
export interface Input {
  readonly buffer: GPUBuffer;
  values: Float32Array | null;
}

/**
 * Seeded f32 in [−1, 1), never zeros: an H200 multiplied zeros 13 % faster. A long input repeats one random block of
 * prime length, since a processor would take seconds to draw 100 million numbers.
 */
export function randomValues(elements: number, seed: number): Float32Array {
  const values = new Float32Array(elements);
  const random = seededRandom(seed);
  const first = Math.min(elements, BLOCK);
  // 24 bits, exact in f32: rounding a finer number could reach 1.
  for (let i = 0; i < first; i++) values[i] = Math.floor(random.next() * 2 ** 24) / 2 ** 23 - 1;
  for (let at = first; at < elements; at += BLOCK) values.copyWithin(at, 0, Math.min(BLOCK, elements - at));
  return values;
}

/** Makes, keeps, counts and frees the buffers of one device. Every buffer of the engine comes from here. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #live = new Set<GPUBuffer>();
  readonly #inputs = new Map<string, Input>();
  #poison: GPUBuffer | null = null;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Buffers not yet destroyed. */
  get live(): number {
    return this.#live.size;
  }

  create(label: string, size: number, usage: number): GPUBuffer {
    const buffer = this.#device.createBuffer({ label, size: alignUp(Math.max(size, 16), 16), usage });
    this.#live.add(buffer);
    return buffer;
  }

  destroy(buffer: GPUBuffer): void {
    this.#live.delete(buffer);
    buffer.destroy();
  }

  /** An input, kept for the next kernel that asks for the same content. Call inside error scopes, and `fill` it after. */
  input(label: string, { key, elements }: InputContent): Input {
    const kept = this.#inputs.get(key);
    // Again the youngest.
    this.#inputs.delete(key);
    const input = kept ?? {
      buffer: this.create(label, elements * 4, BUFFER.STORAGE | BUFFER.COPY_DST),
      values: null,
    };
    this.#inputs.set(key, input);
    return input;
  }

  /**
   * Makes an input's values and writes them, unless that was done before. `breathe` is awaited between pieces; what it
   * throws ends the filling, and the input counts as empty.
   */
  async fill(input: Input, content: InputContent, breathe: () => Promise<void>): Promise<Float32Array> {
    if (input.values !== null) return input.values;
    if (input.buffer.size > PIECE) await breathe();
    const values = content.make();
    if (values.length !== content.elements)
      throw new Error(`${content.key} has ${values.length} elements, not ${content.elements}`);
    const period = Math.min(content.period ?? values.length, values.length);
    const first = period * 4;
    const target = period < values.length ? this.create('input block', first, BUFFER.COPY_SRC | BUFFER.COPY_DST) : null;
    try {
      for (let at = 0; at < first; at += PIECE) {
        if (at > 0) await breathe();
        const size = Math.min(PIECE, first - at);
        this.#device.queue.writeBuffer(target ?? input.buffer, at, values.buffer, values.byteOffset + at, size);
      }
      if (target !== null) {
        // The rest is the same block again: copied on the GPU, not sent again.
        const encoder = this.#device.createCommandEncoder();
        for (let at = 0; at < values.length; at += period)
          encoder.copyBufferToBuffer(target, 0, input.buffer, at * 4, Math.min(period, values.length - at) * 4);
        this.#device.queue.submit([encoder.finish()]);
      }
    } finally {
      if (target !== null) this.destroy(target);
    }
    input.values = values;
    return values;
  }

  /** Overwrites an output with NaN, so that what a kernel does not write cannot pass for its result. */
  poison(buffer: GPUBuffer, encoder: GPUCommandEncoder): void {
    if (this.#poison === null) {
      this.#poison = this.create('poison', POISON_BLOCK * 4, BUFFER.COPY_SRC | BUFFER.COPY_DST);
      this.#device.queue.writeBuffer(this.#poison, 0, new Uint32Array(POISON_BLOCK).fill(POISON));
    }
    for (let at = 0; at < buffer.size; at += POISON_BLOCK * 4)
      encoder.copyBufferToBuffer(this.#poison, 0, buffer, at, Math.min(POISON_BLOCK * 4, buffer.size - at));
  }

  /** Frees kept inputs, the oldest first, down to `bytes`. */
  trim(bytes: number = KEPT): void {
    let size = 0;
    for (const { buffer } of this.#inputs.values()) size += buffer.size;
    for (const [key, { buffer }] of this.#inputs) {
      if (size <= bytes) return;
      size -= buffer.size;
      this.#inputs.delete(key);
      this.destroy(buffer);
    }
  }

  close(): void {
    this.#inputs.clear();
    this.#poison = null;
    for (const buffer of [...this.#live]) this.destroy(buffer);
  }
}
