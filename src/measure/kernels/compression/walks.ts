import { type Instruction, one, row, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';
import { runLengthOf, zeroValueOf } from './formats.ts';
import { BLOCKS_OF_PERIOD, blocksOf, patternOf, sparsityOf, startsOf } from './pattern.ts';

// For tests: the accesses of the kernels that read compressed arrays, with absolute addresses, as the WGSL makes them.

/** 64 blocks a workgroup, an element of each by each of 256 invocations; `load` gives what one element takes. */
function byPlace(problem: Problem, sums: number, load: (block: number, place: number) => Instruction[]): Walk {
  const blocks = blocksOf(problem);
  return row(Math.ceil(blocks / 64), (group, place) => [
    ...Array.from({ length: 64 }, (_, i) => group * 64 + i)
      .filter((block) => block < blocks)
      .flatMap((block) => load(block, place)),
    one(true, sums, group * 256 + place),
  ]);
}

function zeroValue(problem: Problem): Walk {
  const pattern = patternOf(sparsityOf(problem));
  const starts = startsOf(zeroValueOf(sparsityOf(problem)).counts, 8 * blocksOf(problem));
  return byPlace(problem, 3, (block, place) => {
    const word = 8 * block + Math.floor(place / 32);
    const index = 256 * block + place;
    let before = 0;
    for (let i = 32 * word; i < index; i++) if (pattern[i % pattern.length] !== 0) before++;
    return [
      one(true, 0, word),
      one(true, 1, word),
      one(pattern[index % pattern.length] !== 0, 2, (starts[word] ?? 0) + before),
    ];
  });
}

function runLength(problem: Problem): Walk {
  const blocks = blocksOf(problem);
  const { counts } = runLengthOf(sparsityOf(problem));
  const starts = startsOf(counts, blocks + 1);
  const longest = counts.reduce((most, count) => Math.max(most, count), 0);
  return {
    groupsX: Math.ceil(blocks / 64),
    groupsY: 1,
    invocations: 64,
    program: ({ x }, lane) => {
      const block = 64 * x + lane;
      const active = block < blocks;
      const start = starts[block] ?? 0;
      const count = counts[block % BLOCKS_OF_PERIOD] ?? 0;
      const loads = Array.from({ length: longest }, (_, step): Instruction[] => [
        one(active && step < count, 1, start + step),
        active && step < count ? { buffer: 2, element: 4 * (start + step), width: 4 } : null,
      ]);
      return [one(active, 0, block + 1), one(active, 0, block), ...loads.flat(), one(active, 3, block)];
    },
  };
}

/** The walk of a kernel that reads compressed, or null for any other. */
export function compressionWalk(kernel: string, problem: Problem): Walk | null {
  switch (kernel) {
    case 'compression/plain':
      return byPlace(problem, 1, (block, place) => [one(true, 0, 256 * block + place)]);
    case 'compression/zero-value':
      return zeroValue(problem);
    case 'compression/run-length':
      return runLength(problem);
    default:
      return null;
  }
}
