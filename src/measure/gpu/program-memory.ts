import { formatBytes } from '#core/format.ts';
import type { Program, Step, Tensor } from '../stack/program.ts';

/** Bytes of a tensor's buffer: whole vec4s, as kernels bind them. */
export const tensorBytes = ({ elements }: Pick<Tensor, 'elements'>): number =>
  Math.ceil(Math.max(elements, 1) / 4) * 16;

/** Which buffers a program needs, and which of its tensors each one holds. */
export interface MemoryPlan {
  /** Bytes of each buffer, and the last step that uses it. */
  readonly buffers: readonly { readonly size: number; readonly until: number }[];
  /** Buffer of each tensor that a step needs, by id. */
  readonly bufferOf: ReadonlyMap<string, number>;
  /** Index of the last step that reads a tensor, or that writes one nobody reads. */
  readonly lastUse: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** A tensor of the program by id; a step that names another is a bug of who made the program. */
export function tensorsById({ tensors }: Pick<Program, 'tensors'>): (id: string) => Tensor {
  const known = new Map(tensors.map((tensor) => [tensor.id, tensor]));
  if (known.size < tensors.length) throw new Error('two tensors of the program share an id');
  return (id) => {
    const tensor = known.get(id);
    if (tensor === undefined) throw new Error(`the program has no tensor ${id}`);
    return tensor;
  };
}

/** Throws where a step reads what no earlier one wrote, or writes what is there already. */
function checkOrder(steps: readonly Step[], tensor: (id: string) => Tensor): void {
  const written = new Set<string>();
  for (const [index, { reads, writes }] of steps.entries()) {
    const unmade = reads.find((id) => tensor(id).origin === 'made' && !written.has(id));
    if (unmade !== undefined) throw new Error(`step ${index} reads ${unmade} before it is made`);
    if (tensor(writes).origin !== 'made' || written.has(writes))
      throw new Error(`step ${index} may not write ${writes}`);
    written.add(writes);
  }
}

/** What a step has to do with once the refused ones are left out: they read nothing, and write only what others read. */
function usesOf({ steps }: Pick<Program, 'steps'>, refused: ReadonlySet<number>) {
  const runs = (index: number) => !refused.has(index);
  const read = new Set(steps.flatMap(({ reads }, index) => (runs(index) ? reads : [])));
  return steps.map(({ reads, writes }, index) => ({
    reads: runs(index) ? reads : [],
    writes: runs(index) || read.has(writes) ? writes : null,
  }));
}

/** Name under which equal contents are one buffer. */
export const contentKey = ({ id, content }: Tensor): string => (content === undefined ? `tensor ${id}` : content.key);

/** Buffers that made tensors take in turn: those free now, the smallest that holds a tensor first. */
class Slots {
  readonly sizes: number[] = [];
  readonly #free = new Set<number>();

  take(size: number): number {
    const free = [...this.#free].toSorted((one, other) => (this.sizes[one] ?? 0) - (this.sizes[other] ?? 0));
    // The largest grows where none is large enough: less than one more.
    const slot = free.find((one) => (this.sizes[one] ?? 0) >= size) ?? free.at(-1) ?? this.sizes.length;
    this.#free.delete(slot);
    this.sizes[slot] = Math.max(size, this.sizes[slot] ?? 0);
    return slot;
  }

  giveBack(slot: number): void {
    this.#free.add(slot);
  }
}

/**
 * Buffers for a program, planned by liveness: a made tensor's buffer is taken again after its last reader, so that what is
 * held at once is what is needed at once. Given tensors of equal content share one buffer and keep it. Tensors that no step
 * uses get none; `refused` steps do not run, and what they would have written is there only where others read it.
 */
export function planMemory(
  program: Pick<Program, 'tensors' | 'steps'>,
  refused: ReadonlySet<number> = new Set(),
): MemoryPlan {
  const tensor = tensorsById(program);
  checkOrder(program.steps, tensor);
  const uses = usesOf(program, refused);
  const lastUse = new Map<string, number>();
  for (const [index, { reads, writes }] of uses.entries())
    for (const id of writes === null ? reads : [...reads, writes]) lastUse.set(id, index);

  const given = new Map<string, { readonly at: number; readonly size: number }>();
  const slots = new Slots();
  const places = new Map<string, { readonly given: boolean; readonly at: number }>();
  for (const [index, { reads, writes }] of uses.entries()) {
    for (const id of reads) {
      const one = tensor(id);
      if (one.origin === 'made') continue;
      const key = `${contentKey(one)} · ${one.elements}`;
      const kept = given.get(key) ?? { at: given.size, size: tensorBytes(one) };
      given.set(key, kept);
      places.set(id, { given: true, at: kept.at });
    }
    // Before what is read here is given back: a kernel never writes what it reads.
    if (writes !== null) places.set(writes, { given: false, at: slots.take(tensorBytes(tensor(writes))) });
    for (const id of new Set(writes === null ? reads : [...reads, writes])) {
      const place = places.get(id);
      if (place && !place.given && lastUse.get(id) === index) slots.giveBack(place.at);
    }
  }
  const sizes = [...[...given.values()].map(({ size }) => size), ...slots.sizes];
  const bufferOf = new Map([...places].map(([id, place]) => [id, place.given ? place.at : given.size + place.at]));
  const until = sizes.map(() => 0);
  for (const [id, buffer] of bufferOf) until[buffer] = Math.max(until[buffer] ?? 0, lastUse.get(id) ?? 0);
  const buffers = sizes.map((size, buffer) => ({ size, until: until[buffer] ?? 0 }));
  return { buffers, bufferOf, lastUse, bytes: buffers.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * Bytes that a program may hold on a device. WebGPU tells no total; most GPUs that run browsers have 4 GiB or more, and the
 * page keeps the given tensors in its own memory as well, of which a tab has 4 GiB in Chrome.
 */
const MOST_BYTES = 4 * 2 ** 30;

/** Whether a program's tensors fit on a device together: null, or a sentence that names the limit. */
export const memoryFits = ({ bytes }: Pick<MemoryPlan, 'bytes'>): string | null =>
  bytes <= MOST_BYTES
    ? null
    : `Its tensors need ${formatBytes(bytes, 'binary')} together; at most ${formatBytes(MOST_BYTES, 'binary')} are put on a GPU at once. Choose a smaller batch or a shorter sequence.`;
