import type { Result } from '#core/result.ts';
import type { Situation } from '../roofline/change.ts';
import { resolveStack } from '../workload/resolve.ts';
import { layerTilings, type OpTiling } from './tiling/layer-tilings.ts';
import { chooseUnit } from './unit.ts';
import { type WhatIf, type WhatIfFault, whatIf } from './what-if.ts';

/** A layer, or the whole stack where `path` is null. */
export interface Question {
  readonly situation: Situation;
  readonly path: string | null;
}

export interface Answer {
  readonly whatIf: Result<WhatIf, WhatIfFault>;
  /** Of a layer: how its products and convolutions are best cut. Empty for the stack. */
  readonly tilings: readonly OpTiling[];
}

/** Everything that takes too long for a frame: what helps most, and the best tilings by search. */
export function explore({ situation, path }: Question): Answer {
  const { stack, machine, settings } = situation;
  const resolved = path === null ? null : resolveStack(stack, settings.batch);
  const chosen = chooseUnit(machine, settings.format, settings.unit);
  const layer = resolved?.ok ? resolved.value.layers.find((each) => each.path === path) : undefined;
  return {
    whatIf: whatIf(situation, path),
    tilings: layer && chosen.ok ? layerTilings(layer, chosen.value, settings) : [],
  };
}
