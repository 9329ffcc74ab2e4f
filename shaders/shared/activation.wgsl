// What may follow a product, a convolution or a sum on its way to memory. Codes: src/measure/kernels/activations.ts.
override ACTIVATION: u32 = 0u;

// Abramowitz & Stegun 1964, 7.1.26: off by at most 1.5e-7 in exact arithmetic.
fn erf(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.3275911 * abs(x));
  let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign(x) * (1.0 - series * exp(-x * x));
}

fn sigmoid(x: f32) -> f32 {
  // exp of a positive number may overflow, and WGSL does not say what that gives.
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

fn activate(x: f32) -> f32 {
  switch ACTIVATION {
    case 1u: { return max(x, 0.0); }
    case 2u: { return clamp(x, 0.0, 6.0); }
    case 3u: { return 0.5 * x * (1.0 + erf(x * 0.70710678)); }
    case 4u: { return x * sigmoid(x); }
    case 5u: { return x * clamp(x + 3.0, 0.0, 6.0) / 6.0; }
    case 6u: { return clamp(x + 3.0, 0.0, 6.0) / 6.0; }
    case 7u: {
      // Beyond 10 it is 1 in f32, and implementations by exp overflow.
      return tanh(clamp(x, -10.0, 10.0));
    }
    case 8u: { return sigmoid(x); }
    default: { return x; }
  }
}
