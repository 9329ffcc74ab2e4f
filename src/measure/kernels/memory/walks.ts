import { type Instruction, load, one, row, vector, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';

/** Four elements or vec4s an invocation of each input, then of the output. */
function stream(kernel: string, problem: Problem, inputs: number): Walk {
  const width = kernel.endsWith('-scalar') ? 1 : 4;
  const count = Math.ceil((problem['elements'] ?? Number.NaN) / width);
  return row(Math.ceil(count / 1024), (group, lane) =>
    [0, 256, 512, 768].flatMap((ahead) => {
      const index = group * 1024 + lane + ahead;
      return Array.from({ length: inputs + 1 }, (_, buffer) => load(index < count, buffer, index, width));
    }),
  );
}

/** One run of 64 KiB and its sums. */
function readRun(width: number, count: number, run: number, row: number, lane: number): Instruction[] {
  const inRun = 16_384 / width;
  return [
    ...Array.from({ length: inRun / 256 }, (_, i) => {
      const index = run * inRun + lane + 256 * i;
      return load(index < count, 1, index, width);
    }),
    one(true, 0, row * 256 + lane),
  ];
}

/** Neighbours a stride apart, sweep after sweep. */
function sweeps({ elements = 0, stride = 0 }: Problem, width: number, loads: number): Walk {
  const count = Math.ceil(elements / width);
  const sweep = Math.ceil(count / stride);
  return row(Math.ceil((sweep * stride) / (256 * loads)), (group, lane) => [
    ...Array.from({ length: loads }, (_, i) => {
      const index = group * 256 * loads + lane + 256 * i;
      const number = Math.floor(index / sweep);
      const address = (index - number * sweep) * stride + number;
      return load(number < stride && address < count, 0, address, width);
    }),
    one(true, 1, group * 256 + lane),
  ]);
}

/** A run of 32 KiB a round, from one set or from the workgroup's own. */
function workingSet(problem: Problem, own: boolean): Walk {
  const { bytes = 0, workgroups = 0, rounds = 0 } = problem;
  const vectors = bytes / 16;
  const runs = Math.ceil(vectors / 2048);
  // Runs that the shared form goes on by, worked out by hand for the numbers of runs that the problems have.
  const advance = own ? 1 : ({ 1: 0, 2: 1, 7: 4 }[runs] ?? Number.NaN);
  return row(workgroups, (group, lane) => {
    const parameters = own ? 2 : 3;
    const list = Array.from({ length: parameters }, (_, i) => one(true, 1, i));
    let run = own ? 0 : group % runs;
    for (let round = 0; round < rounds; round++) {
      const at = (own ? group * vectors : 0) + Math.min(run * 2048, Math.max(0, vectors - 2048));
      for (let i = 0; i < 8; i++) list.push(vector(true, 0, at + ((lane + 256 * i) % vectors)));
      run = (run + advance) % runs;
    }
    list.push(one(true, 2, group * 256 + lane));
    return list;
  });
}

/** For tests: the walk of a memory kernel; null for others. */
export function memoryWalk(kernel: string, problem: Problem): Walk | null {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const vectors = Math.ceil(size('elements') / 4);
  switch (kernel) {
    case 'memory/write':
    case 'memory/write-scalar':
      return stream(kernel, problem, 0);
    case 'memory/copy':
    case 'memory/copy-scalar':
    case 'memory/scale':
    case 'memory/scale-scalar':
      return stream(kernel, problem, 1);
    case 'memory/triad':
    case 'memory/triad-scalar':
      return stream(kernel, problem, 2);
    case 'memory/read':
      return row(Math.ceil(vectors / 4096) * size('rounds'), (group, lane) =>
        readRun(4, vectors, group % Math.ceil(vectors / 4096), group, lane),
      );
    case 'memory/load-then-compute':
    case 'memory/prefetch':
      return row(Math.ceil(vectors / 4096), (group, lane) => readRun(4, vectors, group, group, lane));
    case 'memory/read-scalar': {
      const runs = Math.ceil(size('elements') / 16_384);
      return row(runs * size('rounds'), (group, lane) => readRun(1, size('elements'), group % runs, group, lane));
    }
    case 'memory/occupancy': {
      const runs = Math.ceil(vectors / 4096);
      const turns = Math.ceil(runs / size('workgroups'));
      return row(size('workgroups'), (group, lane) =>
        Array.from({ length: turns }, (_, turn) => {
          const run = group + turn * size('workgroups');
          // Turns that a workgroup does not have are masked, so that all have as many.
          return readRun(4, vectors, run, run, lane).map((access) => (run < runs ? access : null));
        }).flat(),
      );
    }
    case 'memory/shared-set':
      return workingSet(problem, false);
    case 'memory/private-set':
      return workingSet(problem, true);
    case 'memory/strided':
      return sweeps(problem, 1, 32);
    case 'memory/strided-vec4':
      return sweeps(problem, 4, 16);
    case 'memory/random': {
      // The odd number nearest below or above the golden section.
      const golden = 2 * Math.floor((size('elements') * 0.618_033_988_75) / 2) + 1;
      return row(Math.ceil(size('elements') / 8192), (group, lane) => [
        ...Array.from({ length: 32 }, (_, i) => {
          const index = group * 8192 + lane + 256 * i;
          return one(index < size('elements'), 0, (index * golden + 5) % size('elements'));
        }),
        one(true, 1, group * 256 + lane),
      ]);
    }
    default:
      return null;
  }
}
