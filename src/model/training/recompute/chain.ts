import { type Bytes, bytes, type Seconds, seconds } from '#core/units.ts';

/**
 * A network as a chain of n layers, each reading what the one before it gives. Where a stack branches, a layer of the chain is a
 * block of its layers. Beaumont et al. 2019, "Optimal checkpointing for heterogeneous chains".
 */
export interface Chain {
  /** Time of each layer's forward pass, n. */
  readonly forward: readonly Seconds[];
  /** Time of each layer's backward pass, n. */
  readonly backward: readonly Seconds[];
  /** Bytes of the chain's input, then of each layer's output, n + 1. A gradient is as large as what it is of. */
  readonly activation: readonly Bytes[];
  /** Bytes that each layer's backward pass needs beside the layer's input, its own output among them (x̄), n. */
  readonly saved: readonly Bytes[];
  /** Of `saved`, what can be made again from the rest without running the whole layer, as attention's scores can. */
  readonly cheap?: { readonly bytes: readonly Bytes[]; readonly time: readonly Seconds[] };
  /** Names of the layers, for people; n. */
  readonly names?: readonly string[];
}

export const layersOf = ({ forward }: Chain): number => forward.length;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Time of an iteration that recomputes nothing. */
export const idealTime = ({ forward, backward }: Chain): Seconds => seconds(sum(forward) + sum(backward));

/** Bytes of layer i's part that is cheap to make again; 0 where none is known. */
export const cheapBytes = ({ cheap }: Chain, layer: number): number => cheap?.bytes[layer] ?? 0;
export const cheapTime = ({ cheap }: Chain, layer: number): number => cheap?.time[layer] ?? 0;

export interface EqualLayer {
  readonly forward: number;
  readonly backward: number;
  readonly activation: number;
  readonly saved: number;
}

/** `layers` layers alike. */
export function equalChain(layers: number, { forward, backward, activation, saved }: EqualLayer): Chain {
  const times = (length: number, value: number) => new Array<number>(length).fill(value);
  return {
    forward: times(layers, forward).map(seconds),
    backward: times(layers, backward).map(seconds),
    activation: times(layers + 1, activation).map(bytes),
    saved: times(layers, saved).map(bytes),
  };
}
