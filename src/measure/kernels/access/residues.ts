/** One loop over addresses: `count` steps of `stride` elements. */
export interface Loop {
  readonly stride: number;
  readonly count: number;
}

/**
 * How often each residue modulo `modulus` occurs among the addresses start + Σ stride·index of nested loops. The number
 * of sectors that a subgroup touches depends on its first address modulo the sector only, so that this stands in for
 * walking through every access: time O(loops × modulus²), whatever the counts.
 */
export function residueCounts(start: number, loops: readonly Loop[], modulus: number): Float64Array {
  let counts = new Float64Array(modulus);
  counts[start % modulus] = 1;
  for (const { stride, count } of loops) {
    const steps = new Float64Array(modulus);
    for (let i = 0; i < modulus; i++) {
      const residue = (i * (stride % modulus)) % modulus;
      // Indices i, i + modulus, i + 2·modulus … fall on the same residue.
      steps[residue] = (steps[residue] ?? 0) + (i < count ? Math.ceil((count - i) / modulus) : 0);
    }
    const next = new Float64Array(modulus);
    counts.forEach((occurrences, residue) => {
      if (occurrences === 0) return;
      steps.forEach((times, step) => {
        const sum = (residue + step) % modulus;
        next[sum] = (next[sum] ?? 0) + occurrences * times;
      });
    });
    counts = next;
  }
  return counts;
}
