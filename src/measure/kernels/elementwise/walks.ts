import { type Instruction, one, row, type Walk } from '../access/walk.ts';
import type { Problem } from '../kernel.ts';

// For tests: the accesses of the elementwise kernels, written from the WGSL with absolute addresses and none of the closed forms.

/** Four outputs an invocation, 256 apart; `loads` are those of one output, as many for each. */
function flat(count: number, loads: (index: number) => readonly Instruction[], output: number): Walk {
  return row(Math.ceil(count / 1024), (group, lane) =>
    [0, 256, 512, 768].flatMap((ahead) => {
      const index = group * 1024 + lane + ahead;
      return [...loads(index).map((access) => (index < count ? access : null)), one(index < count, output, index)];
    }),
  );
}

/** A workgroup of 64 for each row: `elements` of it by each lane in turn. */
const sharedRows = (rows: number, program: (row: number, lane: number) => Instruction[]): Walk => ({
  groupsX: rows,
  groupsY: 1,
  invocations: 64,
  program: (group, lane) => program(group.x, lane),
});

const steps = (columns: number, lane: number, each: (column: number, active: boolean) => readonly Instruction[]) =>
  Array.from({ length: Math.ceil(columns / 64) }, (_, i) => each(lane + 64 * i, lane + 64 * i < columns)).flat();

function pooling(problem: Problem): Walk {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const [oh, ow, ih, iw] = [size('outHeight'), size('outWidth'), size('inHeight'), size('inWidth')];
  const loads = (index: number): Instruction[] => {
    const plane = Math.floor(index / (oh * ow));
    const y = Math.floor(index / ow) % oh;
    const x = index % ow;
    const list: Instruction[] = [];
    for (let v = 0; v < size('kernelHeight'); v++)
      for (let u = 0; u < size('kernelWidth'); u++) {
        const down = y * size('strideHeight') + v * (problem['dilationHeight'] ?? 1) - size('padTop');
        const across = x * size('strideWidth') + u * (problem['dilationWidth'] ?? 1) - size('padLeft');
        list.push(one(down >= 0 && down < ih && across >= 0 && across < iw, 0, (plane * ih + down) * iw + across));
      }
    return list;
  };
  return flat(size('batch') * size('channels') * oh * ow, loads, 1);
}

function rotary({ batch = 0, tokens = 0, heads = 0, headDim = 0 }: Problem): Walk {
  const half = headDim / 2;
  const pairs = batch * tokens * heads * half;
  return row(Math.ceil(pairs / 1024), (group, lane) =>
    [0, 256, 512, 768].flatMap((ahead) => {
      const pair = group * 1024 + lane + ahead;
      const head = Math.floor(pair / half);
      const token = Math.floor(head / heads) % tokens;
      const at = head * headDim + (pair % half);
      const active = pair < pairs;
      return [
        active ? { buffer: 1, element: 2 * (token * half + (pair % half)), width: 2 } : null,
        one(active, 0, at),
        one(active, 0, at + half),
        one(active, 2, at),
        one(active, 2, at + half),
      ];
    }),
  );
}

function softmax({ outer = 0, extent = 0, inner = 0 }: Problem): Walk {
  if (inner === 1)
    return sharedRows(outer, (row, lane) =>
      [0, 0, 0, 1].flatMap((buffer) =>
        steps(extent, lane, (column, active) => [one(active, buffer, row * extent + column)]),
      ),
    );
  return sharedRows(Math.ceil((outer * inner) / 64), (group, lane) => {
    const column = group * 64 + lane;
    const start = Math.floor(column / inner) * extent * inner + (column % inner);
    return [0, 0, 0, 1].flatMap((buffer) =>
      Array.from({ length: extent }, (_, i) => one(column < outer * inner, buffer, start + i * inner)),
    );
  });
}

function layerNorm({ rows = 0, columns = 0, rms = 0 }: Problem): Walk {
  return sharedRows(rows, (row, lane) => [
    one(rms === 0, 0, row * columns),
    ...steps(columns, lane, (column, active) => [one(active, 0, row * columns + column)]),
    ...steps(columns, lane, (column, active) => [
      one(active, 0, row * columns + column),
      one(active, 1, column),
      one(active && rms === 0, 2, column),
      one(active, 3, row * columns + column),
    ]),
  ]);
}

function groupNorm({ batch = 0, groups = 0, groupChannels = 0, inner = 0 }: Problem): Walk {
  const columns = groupChannels * inner;
  return sharedRows(batch * groups, (row, lane) => [
    one(true, 0, row * columns),
    ...steps(columns, lane, (column, active) => [one(active, 0, row * columns + column)]),
    ...steps(columns, lane, (column, active) => {
      const channel = (row % groups) * groupChannels + Math.floor(column / inner);
      return [
        one(active, 0, row * columns + column),
        one(active, 1, channel),
        one(active, 2, channel),
        one(active, 3, row * columns + column),
      ];
    }),
  ]);
}

const mean = (rows: number, columns: number): Walk =>
  sharedRows(rows, (row, lane) => [
    ...steps(columns, lane, (column, active) => [one(active, 0, row * columns + column)]),
    one(lane === 0, 1, row),
  ]);

/** For tests: the walk of an elementwise kernel; null for others. */
export function elementwiseWalk(kernel: string, problem: Problem): Walk | null {
  const size = (key: string) => problem[key] ?? Number.NaN;
  const [rows, columns] = [size('rows'), size('columns')];
  switch (kernel) {
    case 'elementwise/activation':
      return flat(size('elements'), (index) => [one(true, 0, index)], 1);
    case 'elementwise/scale-shift':
    case 'elementwise/scale-add': {
      const added = kernel === 'elementwise/scale-add';
      const loads = (index: number) => {
        const channel = Math.floor(index / size('inner')) % size('channels');
        const list = [one(true, 0, index), one(true, 1, channel), one(true, 2, channel)];
        return added ? [...list, one(true, 3, index)] : list;
      };
      return flat(size('batch') * size('channels') * size('inner'), loads, added ? 4 : 3);
    }
    case 'elementwise/add':
    case 'elementwise/multiply':
    case 'elementwise/copy': {
      const axes = kernel === 'elementwise/copy' ? 5 : 4;
      const extents = Array.from({ length: axes }, (_, axis) => size(`n${axis}`));
      const at = (index: number, letter: string) => {
        let rest = index;
        let address = problem['offset'] ?? 0;
        for (let axis = axes - 1; axis >= 0; axis--) {
          address += (rest % (extents[axis] ?? 1)) * size(`${letter}${axis}`);
          rest = Math.floor(rest / (extents[axis] ?? 1));
        }
        return address;
      };
      const letters = kernel === 'elementwise/copy' ? ['s'] : ['a', 'b'];
      return flat(
        extents.reduce((all, extent) => all * extent, 1),
        (index) => letters.map((letter, buffer) => one(true, buffer, at(index, letter))),
        letters.length,
      );
    }
    case 'elementwise/concat': {
      const [first, second] = [size('firstInner'), size('secondInner')];
      const loads = (index: number) => {
        const row = Math.floor(index / (first + second));
        const column = index % (first + second);
        return [
          one(column < first, 0, (row % size('firstOuter')) * first + column),
          one(column >= first, 1, (row % size('secondOuter')) * second + column - first),
        ];
      };
      return flat(size('outer') * (first + second), loads, 2);
    }
    case 'elementwise/gather': {
      const width = size('width');
      const pieces = Math.ceil(width / 256);
      return row(rows * pieces, (group, lane) => {
        const at = Math.floor(group / pieces);
        const column = (group % pieces) * 256 + lane;
        // 2654435761, Knuth's multiplier for words of 32 bits.
        const id = Number((BigInt(at + 1) * 2_654_435_761n) % 2n ** 32n) % size('tableRows');
        const active = column < width;
        return [one(active, 0, at), one(active, 1, id * width + column), one(active, 2, at * width + column)];
      });
    }
    case 'elementwise/rotary':
      return rotary(problem);
    case 'elementwise/max-pool':
    case 'elementwise/average-pool':
      return pooling(problem);
    case 'elementwise/global-average-pool':
      return mean(size('batch') * size('channels'), size('inner'));
    case 'elementwise/row-mean':
      return mean(rows, columns);
    case 'elementwise/row-variance':
      return sharedRows(rows, (row, lane) => [
        one(true, 1, row),
        ...steps(columns, lane, (column, active) => [one(active, 0, row * columns + column)]),
        one(lane === 0, 2, row),
      ]);
    case 'elementwise/row-normalise': {
      const loads = (index: number) => {
        const [of, column] = [Math.floor(index / columns), index % columns];
        return [one(true, 0, index), one(true, 1, of), one(true, 2, of), one(true, 3, column), one(true, 4, column)];
      };
      return flat(rows * columns, loads, 5);
    }
    case 'elementwise/softmax':
      return softmax(problem);
    case 'elementwise/layer-norm':
      return layerNorm(problem);
    case 'elementwise/group-norm':
      return groupNorm(problem);
    default:
      return null;
  }
}
