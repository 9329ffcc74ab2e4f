// Abramowitz & Stegun 7.1.5, the series; it converges fast for what stands here, |x| < 6.
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const relu6 = (x: number) => Math.min(6, Math.max(0, x));
export const ACTIVATIONS: Readonly<Record<string, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  relu6,
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  silu: (x) => x * logistic(x),
  'hard-swish': (x) => (x * relu6(x + 3)) / 6,
  'hard-sigmoid': (x) => relu6(x + 3) / 6,
  tanh: Math.tanh,
  sigmoid: logistic,
};
