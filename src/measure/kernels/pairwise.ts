/** Sizes at which kernels go wrong: one, odd, one past a subgroup, one past a tile of 64. */
export const ODD_SIZES = [1, 7, 33, 65] as const;

/** Problems {m, n, k} in which every pair of two sizes of two axes occurs: a Latin square, 16 instead of 64. */
export const oddMatmuls: readonly { readonly m: number; readonly n: number; readonly k: number }[] = ODD_SIZES.flatMap(
  (m, row) => ODD_SIZES.map((n, column) => ({ m, n, k: ODD_SIZES[(row + column) % ODD_SIZES.length] ?? 1 })),
);
