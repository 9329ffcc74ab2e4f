import { type Instruction, one, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';

// For tests: the accesses of the attention kernels with absolute addresses, as the WGSL makes them.

const PARTS = [0, 1, 2, 3] as const;
const [A, B, C, D] = [0, 1, 2, 3];

function namesOf(problem: Problem) {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const [heads, kvHeads, queries, keys, width] = ['heads', 'kvHeads', 'queries', 'keys', 'headDim'].map(size) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const packed = size('packed') === 1;
  const token = (heads + 2 * kvHeads) * width;
  const group = heads / kvHeads;
  const kvToken = packed ? token : kvHeads * width;
  const kv = (image: number, key: number, head: number, from: number) =>
    (image * keys + key) * kvToken + (packed ? from * width : 0) + Math.floor(head / group) * width;
  return {
    batch: size('batch'),
    heads,
    queries,
    keys,
    width,
    causal: size('causal') === 1,
    q: (image: number, query: number, head: number) =>
      (image * queries + query) * (packed ? token : heads * width) + head * width,
    k: (image: number, key: number, head: number) => kv(image, key, head, heads),
    v: (image: number, key: number, head: number) => kv(image, key, head, heads + kvHeads),
    s: (image: number, head: number, query: number) => ((image * heads + head) * queries + query) * keys,
    o: (image: number, query: number, head: number) => ((image * queries + query) * heads + head) * width,
  };
}
type Names = ReturnType<typeof namesOf>;

/** `rows` × `columns` tiles of every (batch, head), which lie one above the other in y. */
const tiles = (
  { batch, heads, queries }: Names,
  columns: number,
  program: (image: number, head: number, query: number, column: number) => Instruction[],
): Walk => {
  const down = Math.ceil(queries / 32);
  return {
    groupsX: Math.ceil(columns / 32),
    groupsY: down * batch * heads,
    invocations: 64,
    program: ({ x, y }, lane) => {
      const z = Math.floor(y / down);
      const query = 4 * (8 * (y % down) + Math.floor(lane / 8));
      return program(Math.floor(z / heads), z % heads, query, 32 * x + (lane % 8));
    },
  };
};

/** A run of `length` elements from `from`, as vec4s where it may be. */
function run(active: boolean, buffer: number, from: number, length: number, vectors: boolean): Instruction[] {
  const width = vectors ? 4 : 1;
  return Array.from({ length: length / width }, (_, i) =>
    active ? { buffer, element: from + i * width, width } : null,
  );
}

const scores = (names: Names): Walk =>
  tiles(names, names.keys, (image, head, query, key) => {
    const { queries, keys, width, q, k, s } = names;
    const active = query < queries && key < keys;
    return PARTS.flatMap((part) => [
      ...run(active, A, q(image, Math.min(query + part, queries - 1), head), width, width % 4 === 0),
      ...run(active, B, k(image, Math.min(key + 8 * part, keys - 1), head), width, width % 4 === 0),
      ...PARTS.map((beside) =>
        one(query + part < queries && key + 8 * beside < keys, C, s(image, head, query + part) + key + 8 * beside),
      ),
    ]);
  });

const values = (names: Names): Walk =>
  tiles(names, names.width, (image, head, query, element) => {
    const { queries, keys, width, s, v, o } = names;
    const active = query < queries && element < width;
    return PARTS.flatMap((part) => [
      ...run(active, A, s(image, head, Math.min(query + part, queries - 1)), keys, keys % 4 === 0),
      ...Array.from({ length: keys }, (_, key) =>
        one(active, B, v(image, key, head) + Math.min(element + 8 * part, width - 1)),
      ),
      ...PARTS.map((beside) =>
        one(
          query + part < queries && element + 8 * beside < width,
          C,
          o(image, query + part, head) + element + 8 * beside,
        ),
      ),
    ]);
  });

const softmax = ({ batch, heads, queries, keys }: Names): Walk => ({
  groupsX: batch * heads * queries,
  groupsY: 1,
  invocations: 64,
  program: ({ x }, lane) => {
    const steps = Array.from({ length: Math.ceil(keys / 64) }, (_, step) => 64 * step + lane);
    const pass = (buffer: number) => steps.map((key) => one(key < keys, buffer, x * keys + key));
    return [...pass(A), ...pass(A), ...pass(B)];
  },
});

const softmaxSerial = ({ batch, heads, queries, keys }: Names): Walk => {
  const rows = batch * heads * queries;
  return {
    groupsX: Math.ceil(rows / 64),
    groupsY: 1,
    invocations: 64,
    program: ({ x }, lane) => {
      const row = 64 * x + lane;
      const pass = (buffer: number) => run(row < rows, buffer, row * keys, keys, false);
      return [...pass(A), ...pass(A), ...pass(B)];
    },
  };
};

function flash(names: Names): Walk {
  const { batch, heads, queries, keys, width, causal, q, k, v, o } = names;
  const down = Math.ceil(queries / 256);
  return {
    groupsX: down,
    groupsY: batch * heads,
    invocations: 64,
    program: ({ x, y }, lane) => {
      const [image, head] = [Math.floor(y / heads), y % heads];
      const first = 4 * (64 * x + lane);
      const active = first < queries;
      const last = Math.min(first + 3, queries - 1);
      const seen = causal ? last + 1 + keys - queries : keys;
      const list: Instruction[] = [];
      for (const part of PARTS) {
        list.push(...run(active, A, q(image, Math.min(first + part, queries - 1), head), width, false));
        list.push(...run(first + part < queries, D, o(image, first + part, head), width, false));
      }
      for (let from = 0; from < keys; from += 4)
        for (const part of PARTS) {
          const key = Math.min(from + part, keys - 1);
          list.push(...run(active && from < seen, B, k(image, key, head), width, width % 4 === 0));
          list.push(...run(active && from < seen, C, v(image, key, head), width, width % 4 === 0));
        }
      return list;
    },
  };
}

/** 32 queries and 32 keys at a time: 64 neighbouring vec4s of eight in a row, `chunk` elements on. */
function flashTiled(names: Names): Walk {
  const { batch, heads, queries, keys, width, causal, q, k, v, o } = names;
  const down = Math.ceil(queries / 32);
  return {
    groupsX: down,
    groupsY: batch * heads,
    invocations: 64,
    program: ({ x, y }, lane) => {
      const [image, head] = [Math.floor(y / heads), y % heads];
      const first = 32 * x;
      const end = causal ? Math.min(first + 32, queries) + keys - queries : keys;
      const list: Instruction[] = [];
      const load = (active: boolean, buffer: number, from: number, element: number) => {
        if (width % 4 === 0)
          list.push(active && element < width ? { buffer, element: from + element, width: 4 } : null);
        else for (const part of PARTS) list.push(one(active && element + part < width, buffer, from + element + part));
      };
      for (let key = 0; key < end; key += 32)
        for (let chunk = 0; chunk < width; chunk += 32)
          for (let i = lane; i < 256; i += 64) {
            const [row, element] = [Math.floor(i / 8), chunk + 4 * (i % 8)];
            load(first + row < queries, A, q(image, first + row, head), element);
            load(key + row < keys, B, k(image, key + row, head), element);
            load(key + row < keys, C, v(image, key + row, head), element);
          }
      for (const part of PARTS)
        for (let element = 4 * (lane % 8); element < 32 * Math.ceil(width / 32); element += 32)
          for (const beside of PARTS) {
            const query = first + 4 * Math.floor(lane / 8) + part;
            list.push(one(query < queries && element + beside < width, D, o(image, query, head) + element + beside));
          }
      return list;
    },
  };
}

/** The walk of an attention kernel, or null for any other. */
export function attentionWalk(kernel: string, problem: Problem): Walk | null {
  switch (kernel) {
    case 'attention/scores':
      return scores(namesOf(problem));
    case 'attention/softmax':
      return softmax(namesOf(problem));
    case 'attention/softmax-serial':
      return softmaxSerial(namesOf(problem));
    case 'attention/values':
      return values(namesOf(problem));
    case 'attention/flash':
      return flash(namesOf(problem));
    case 'attention/flash-tiled':
      return flashTiled(namesOf(problem));
    default:
      return null;
  }
}
