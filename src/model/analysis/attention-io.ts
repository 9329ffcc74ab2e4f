import { type Bytes, bytes, type Flops, flops } from '#core/units.ts';
import { formatBytesOf, type NumberFormat } from '../workload/number-format.ts';

export const ATTENTION_METHODS = ['standard', 'flash'] as const;
export type AttentionMethod = (typeof ATTENTION_METHODS)[number];

/** Self-attention of `batch · heads` heads alike, each N × d. */
export interface AttentionProblem {
  readonly sequence: number;
  readonly headDim: number;
  readonly heads: number;
  readonly batch: number;
  readonly format: NumberFormat;
}
/** How FlashAttention cuts a head: rows of queries and columns of keys in a block, and how many blocks of each. */
export interface FlashBlocks {
  readonly rows: number;
  readonly columns: number;
  readonly rowBlocks: number;
  readonly columnBlocks: number;
}
interface Passes<T> {
  readonly forward: T;
  readonly backward: T;
  readonly total: T;
}
export interface AttentionIo {
  /** Two for each multiply-accumulate of the matrix products; softmax is beside them. */
  readonly flop: Passes<Flops>;
  /** Read from and written to the far memory: matrices alone. */
  readonly hbmBytes: Passes<Bytes>;
  /** Row statistics of softmax that flash moves, in f32, beside the matrices. */
  readonly statisticsBytes: Bytes;
  /** Kept in the far memory during forward and backward pass. */
  readonly memory: Bytes;
  /** null: standard attention has no blocks. */
  readonly blocks: FlashBlocks | null;
}

/** Softmax statistics are kept in f32: the largest of a row, and its sum. */
const STATISTICS = 2;
const STATISTIC_BYTES = 4;
/** Table 21 of Dao 2022, standard: S, P and their gradients, and ten matrices of N × d. */
const STANDARD_KEPT = { square: 4, matrix: 10 };
/** Q, K, V, O and their gradients. */
const FLASH_KEPT = 8;
/** Forward S = QKᵀ and O = PV; backward dV, dP, dQ and dK. */
const PRODUCTS = { forward: 2, backward: 4 };

/** The least on-chip memory, in elements: a row each of Q, K, V and O. */
export const leastSram = (headDim: number): number => 4 * headDim;

/** Block sizes of Dao 2022, algorithm 1, lines 1 to 4; `sram` in elements. */
export function flashBlocks({ sequence, headDim }: AttentionProblem, sram: number): FlashBlocks {
  const columns = Math.ceil(sram / (4 * headDim));
  const rows = Math.min(columns, headDim);
  return { rows, columns, rowBlocks: Math.ceil(sequence / rows), columnBlocks: Math.ceil(sequence / columns) };
}

/** Elements that one head moves: squares are N × N, matrices N × d, statistics a number a row. */
interface Moved {
  readonly square: number;
  readonly matrix: number;
  readonly statistic: number;
}

/**
 * Dao 2022, algorithm 0: QKᵀ reads Q and K and writes S; softmax reads S and writes P; PV reads P and V and writes O. Algorithm 3: dV reads P and dO, dP reads
 * dO and V, dS reads P and dP, dQ reads dS and K, dK reads dS and Q; each is written.
 */
const STANDARD: { readonly forward: Moved; readonly backward: Moved } = {
  forward: { square: 4, matrix: 4, statistic: 0 },
  backward: { square: 7, matrix: 8, statistic: 0 },
};

/**
 * Dao 2022, algorithm 1: for each block of keys, K and V once, and for all rows Q and O read, O written, and both statistics read and
 * written. Algorithm 4: K, V, dK and dV once; for all rows Q, O, dO and dQ and both statistics read, dQ written. First values of O and dQ
 * are not counted.
 */
const flashMoved = (columnBlocks: number): { readonly forward: Moved; readonly backward: Moved } => ({
  forward: { square: 0, matrix: 2 + 3 * columnBlocks, statistic: 2 * STATISTICS * columnBlocks },
  backward: { square: 0, matrix: 4 + 5 * columnBlocks, statistic: STATISTICS * columnBlocks },
});

const passes = <T extends number>(forward: number, backward: number, unit: (value: number) => T): Passes<T> => ({
  forward: unit(forward),
  backward: unit(backward),
  total: unit(forward + backward),
});

/**
 * Work, far-memory traffic and memory of attention, forward and backward. `sram`: elements of on-chip memory, which only flash depends on.
 * Flash makes S again in its backward pass, which is a fifth product there. Causal masks and dropout are left out.
 */
export function attentionIo(problem: AttentionProblem, method: AttentionMethod, sram: number): AttentionIo {
  const { sequence, headDim, heads, batch, format } = problem;
  const groups = batch * heads;
  const square = sequence * sequence;
  const matrix = sequence * headDim;
  const flash = method === 'flash';
  const blocks = flash ? flashBlocks(problem, sram) : null;
  const moved = blocks === null ? STANDARD : flashMoved(blocks.columnBlocks);

  const product = 2 * groups * square * headDim;
  const bytesOf = (elements: number) => formatBytesOf(groups * elements, format);
  const matrices = (one: Moved) => bytesOf(one.square * square + one.matrix * matrix);
  const statistics = (count: number) => groups * count * sequence * STATISTIC_BYTES;
  const kept = flash ? FLASH_KEPT * matrix : STANDARD_KEPT.square * square + STANDARD_KEPT.matrix * matrix;
  return {
    flop: passes(PRODUCTS.forward * product, (PRODUCTS.backward + (flash ? 1 : 0)) * product, flops),
    hbmBytes: passes(matrices(moved.forward), matrices(moved.backward), bytes),
    statisticsBytes: bytes(statistics(moved.forward.statistic + moved.backward.statistic)),
    memory: bytes(bytesOf(kept) + (flash ? statistics(STATISTICS) : 0)),
    blocks,
  };
}
