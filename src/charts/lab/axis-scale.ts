import { ticks as linearTicks } from 'd3';
import { decadeTicks, logScale } from '../log-scale.ts';
import type { Axis } from './figure.ts';

type Pair = readonly [low: number, high: number];

/** Value to pixel and back, however the axis counts. */
export interface AxisScale {
  readonly domain: Pair;
  readonly range: readonly [from: number, to: number];
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

/** Room beyond the first and the last value, as a share of what they span. */
const PADDING = 0.04;

/** The values that an axis must show. Logarithmic axes have no place for what is not positive. */
export function domainOf({ scale }: Pick<Axis, 'scale'>, values: readonly number[], padding = PADDING): Pair {
  const drawable = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  const [least, most] = [Math.min(...drawable), Math.max(...drawable)];
  if (scale === 'linear') {
    const low = Math.min(0, least);
    const high = Math.max(0, most);
    return drawable.length === 0 || high === low ? [0, 1] : [low, high + (high - low) * padding];
  }
  if (drawable.length === 0) return [1, 10];
  const room = Math.max((most / least) ** padding, 1.06);
  return [least / room, most * room];
}

export function axisScale({ scale }: Pick<Axis, 'scale'>, domain: Pair, range: readonly [number, number]): AxisScale {
  if (scale !== 'linear') return logScale(domain, range);
  const unit = (range[1] - range[0]) / (domain[1] - domain[0]);
  return {
    domain,
    range,
    toPixel: (value) => range[0] + (value - domain[0]) * unit,
    toValue: (pixel) => domain[0] + (pixel - range[0]) / unit,
  };
}

const inside = ([low, high]: Pair, value: number) => value >= low && value <= high;

/** Powers of two, every second, fourth ... where they would stand closer than `spacing`. */
function octaveTicks({ domain, range }: AxisScale, spacing: number): readonly number[] {
  const [low, high] = [Math.log2(domain[0]), Math.log2(domain[1])];
  const octave = Math.abs(range[1] - range[0]) / (high - low);
  const step = [1, 2, 4, 5, 10].find((count) => count * octave >= spacing) ?? Math.ceil(spacing / octave / 10) * 10;
  const found: number[] = [];
  for (let power = Math.ceil(low / step - 1e-9) * step; power <= high + 1e-9; power += step) found.push(2 ** power);
  return found;
}

const MANTISSAS = [
  [1, 2, 5],
  [1, 3],
] as const;

/** As many of 1, 2, 5 times a power of ten as there is room for; less than a decade is divided evenly. */
function powerTicks({ domain, range }: AxisScale, spacing: number): readonly number[] {
  const scale = logScale(domain, range);
  const decade = Math.abs(scale.decade);
  for (const mantissas of MANTISSAS) {
    const gaps = mantissas.map((at, index) => Math.log10((mantissas[index + 1] ?? 10) / at));
    if (Math.min(...gaps) * decade < spacing) continue;
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(domain[0])); power <= Math.log10(domain[1]); power++)
      for (const mantissa of mantissas) {
        const value = Number(`${mantissa}e${power}`);
        if (inside(domain, value)) found.push(value);
      }
    // A flat curve has hardly a power of ten: even steps then read like any other axis.
    return found.length > 2 ? found : evenTicks(scale, spacing);
  }
  return decadeTicks(scale, spacing);
}

function evenTicks({ domain, range, toPixel }: AxisScale, spacing: number): readonly number[] {
  for (let count = Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / spacing)); count > 1; count--) {
    const found = linearTicks(domain[0], domain[1], count);
    if (found.every((at, index) => index === 0 || Math.abs(toPixel(at) - toPixel(found[index - 1] ?? at)) >= spacing))
      return found;
  }
  return linearTicks(domain[0], domain[1], 1);
}

/** Round values at least `spacing` pixels apart. */
export function axisTicks({ scale: kind }: Pick<Axis, 'scale'>, scale: AxisScale, spacing: number): readonly number[] {
  if (kind === 'log2') return octaveTicks(scale, spacing);
  return kind === 'log10' ? powerTicks(scale, spacing) : evenTicks(scale, spacing);
}
