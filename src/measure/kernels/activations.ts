import activationSource from '#shaders/shared/activation.wgsl?raw';

/** In the order of their codes in `shaders/shared/activation.wgsl`; the layer kind `activation` has the same names. */
export const ACTIVATIONS = [
  'none',
  'relu',
  'relu6',
  'gelu',
  'silu',
  'hard-swish',
  'hard-sigmoid',
  'tanh',
  'sigmoid',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** The value of the override constant ACTIVATION. */
export const activationCode = (activation: Activation): number => ACTIVATIONS.indexOf(activation);

/** Appended to a program that calls `activate`: the constant ACTIVATION and the function. */
export const ACTIVATION_WGSL = activationSource;

/** Abramowitz & Stegun 1964, 7.1.26, as the shader has it: |error| ≤ 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

const FUNCTIONS: readonly ((x: number) => number)[] = [
  (x) => x,
  (x) => Math.max(x, 0),
  (x) => clamp(x, 0, 6),
  (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  (x) => x * sigmoid(x),
  (x) => (x * clamp(x + 3, 0, 6)) / 6,
  (x) => clamp(x + 3, 0, 6) / 6,
  Math.tanh,
  sigmoid,
];

/** float64 value of the activation with this code. */
export const activated = (code: number, x: number): number => (FUNCTIONS[code] ?? Math.abs)(x);

/** Largest slope of any of them: gelu's is 1.13, that of hard-swish 1.5 at 3. */
const SLOPE = 1.5;
/** WGSL grants tanh an absolute error of 1e-5 (section 15.7.4.1); exp and the quotient err less in these ranges. */
const FUNCTION_ERROR = 1e-5;

/** Error that an activation may have whose argument `x` is off by `error`. */
export const activatedError = (code: number, x: number, error: number): number =>
  code <= 2 ? error : SLOPE * error + FUNCTION_ERROR * Math.max(1, Math.abs(x));
