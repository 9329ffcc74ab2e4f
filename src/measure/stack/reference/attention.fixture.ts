import { elementsOf } from '#model/workload/shape.ts';
import { type Call, number, type Value } from './value.fixture.ts';

/** Softmax(q·kᵀ/√d)·v, head by head. */
export function attend(call: Call): readonly Value[] {
  const { fields, inputs } = call;
  const heads = number(fields, 'heads');
  const kvHeads = number(fields, 'kvHeads') || heads;
  const packed = inputs.length === 1;
  const [query] = inputs as [Value];
  const [batch = 1, queries = 1, width = 1] = query.shape;
  const headDim = packed ? width / (heads + 2 * kvHeads) : width / heads;
  const cached = number(fields, 'cachedKeys');
  const keys = (inputs[1] ?? query).shape[1] ?? 1;
  // All keys and values are the cache's where there is one.
  const all = [batch, keys + cached, kvHeads * headDim];
  const operand = (input: number, name: string): Value =>
    cached > 0 ? { shape: all, data: call.cached(name, elementsOf(all)) } : (inputs[input] ?? query);
  const q = (n: number, t: number, h: number, d: number) =>
    query.data[(n * queries + t) * width + h * headDim + d] ?? 0;
  const kv = (of: Value, part: number) => (n: number, t: number, h: number, d: number) => {
    const row = of.shape[2] ?? 1;
    return (
      of.data[(n * (of.shape[1] ?? 1) + t) * row + (packed ? heads + part * kvHeads : 0) * headDim + h * headDim + d] ??
      0
    );
  };
  const [k, v] = [kv(operand(1, 'keys'), 0), kv(operand(2, 'values'), 1)];
  const shared = heads / kvHeads;
  const out = new Float64Array(batch * queries * heads * headDim);
  for (let n = 0; n < batch; n++)
    for (let t = 0; t < queries; t++)
      for (let h = 0; h < heads; h++) {
        const from = Math.floor(h / shared);
        const seen = fields['causal'] === true ? t + 1 + keys + cached - queries : keys + cached;
        const scores = Array.from({ length: seen }, (_, at) => {
          let sum = 0;
          for (let d = 0; d < headDim; d++) sum += q(n, t, h, d) * k(n, at, from, d);
          return Math.exp(sum / Math.sqrt(headDim));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (let d = 0; d < headDim; d++)
          out[((n * queries + t) * heads + h) * headDim + d] = scores.reduce(
            (sum, score, at) => sum + (score / total) * v(n, at, from, d),
            0,
          );
      }
  return [{ shape: [batch, queries, heads * headDim], data: out }];
}
