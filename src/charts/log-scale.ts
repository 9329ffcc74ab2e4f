/** A logarithmic axis. d3's scaleLog would bring colour interpolation into the embed for these few lines. */
export interface LogScale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  toPixel(value: number): number;
  toValue(pixel: number): number;
  /** Pixels that a tenfold step takes; negative on the y axis. */
  readonly decade: number;
}

export function logScale(domain: readonly [number, number], range: readonly [number, number]): LogScale {
  const low = Math.log10(domain[0]);
  const decade = (range[1] - range[0]) / (Math.log10(domain[1]) - low);
  return {
    domain,
    range,
    decade,
    toPixel: (value) => range[0] + (Math.log10(value) - low) * decade,
    toValue: (pixel) => 10 ** (low + (pixel - range[0]) / decade),
  };
}

/** Powers of ten in the domain, every second one (or third ...) where they would stand closer than `spacing` pixels. */
export function decadeTicks(scale: LogScale, spacing: number): readonly number[] {
  const low = Math.ceil(Math.log10(scale.domain[0]) - 1e-9);
  const high = Math.floor(Math.log10(scale.domain[1]) + 1e-9);
  const step = Math.max(1, Math.ceil(spacing / Math.abs(scale.decade)));
  const ticks: number[] = [];
  for (let exponent = Math.ceil(low / step) * step; exponent <= high; exponent += step) ticks.push(10 ** exponent);
  return ticks;
}

/** Between two powers of ten, where a zoomed plot shows hardly any: 1, 2 and 5 times each. */
export function ticksOf(scale: LogScale, spacing: number): readonly number[] {
  const decades = decadeTicks(scale, spacing);
  if (decades.length >= 2 || Math.abs(scale.decade) < spacing * 3) return decades;
  const low = Math.floor(Math.log10(scale.domain[0]));
  const high = Math.ceil(Math.log10(scale.domain[1]));
  const ticks: number[] = [];
  for (let exponent = low; exponent <= high; exponent++)
    for (const step of [1, 2, 5]) {
      const value = step * 10 ** exponent;
      if (value >= scale.domain[0] && value <= scale.domain[1]) ticks.push(value);
    }
  return ticks;
}

/** One decimal is finer than any screen, and keeps golden drawings stable. */
export const round = (pixels: number): number => Math.round(pixels * 10) / 10 + 0;
