/** Sum of the products of four signed bytes each; WGSL's dot4I8Packed. */
export function dotPacked(a: number, b: number): number {
  let sum = 0;
  for (let shift = 24; shift >= 0; shift -= 8) sum += ((a << shift) >> 24) * ((b << shift) >> 24);
  return sum;
}

/**
 * x ← d + dot(x, c), wrapping, from `first`: the 32 bits after these iterations. The sums have 17 bits at most, so that an
 * orbit soon comes to a point where it has been; from there it is known without walking.
 */
export function packedOrbit(c: number, d: number, first: number, iterations: number): number {
  const path: number[] = [];
  const seen = new Map<number, number>();
  let x = first | 0;
  for (let step = 0; step < iterations; step++) {
    const before = seen.get(x);
    if (before !== undefined) return path[before + ((iterations - before) % (step - before))] ?? Number.NaN;
    seen.set(x, step);
    path.push(x);
    x = (d + dotPacked(x, c)) | 0;
  }
  return x;
}
