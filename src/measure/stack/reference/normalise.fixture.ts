import { type Call, first, made } from './value.fixture.ts';
/** Normalises the group that `groupOf` names, and scales by what `channelOf` says. */
export function normalise(
  call: Call,
  groupOf: (index: number) => number,
  channelOf: (index: number) => number,
  centred = true,
) {
  const { shape, data } = first(call);
  const sums = new Map<number, { n: number; sum: number; squares: number }>();
  const of = (index: number) => {
    const group = groupOf(index);
    const found = sums.get(group) ?? { n: 0, sum: 0, squares: 0 };
    sums.set(group, found);
    return found;
  };
  data.forEach((value, index) => {
    const group = of(index);
    group.n++;
    group.sum += value;
  });
  data.forEach((value, index) => {
    const group = of(index);
    group.squares += (value - (centred ? group.sum / group.n : 0)) ** 2;
  });
  const weight = call.weight('weight');
  const bias = call.weight('bias');
  return [
    made(shape, (index) => {
      const { n, sum, squares } = of(index);
      const normal = ((data[index] ?? 0) - (centred ? sum / n : 0)) / Math.sqrt(squares / n + 1e-5);
      return normal * (weight?.[channelOf(index)] ?? 1) + (bias?.[channelOf(index)] ?? 0);
    }),
  ];
}
