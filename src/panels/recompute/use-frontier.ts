import { useEffect, useState } from 'react';
import type { Result } from '#core/result.ts';
import type { Chain } from '#model/training/recompute/chain.ts';
import type { Frontier } from '#model/training/recompute/frontier.ts';
import { useServices } from '../playground.ts';

export interface FrontierWork {
  /** Of the chain in view; null while it is worked out. */
  readonly result: Result<Frontier, string> | null;
  /** Part done, 0 to 1. */
  readonly part: number;
  readonly stop: () => void;
  readonly again: () => void;
}

interface Known {
  readonly chain: Chain | null;
  readonly result: Result<Frontier, string> | null;
  readonly part: number;
}

/** The frontier of a chain, worked out beside the page; another chain ends what was going on. */
export function useFrontier(chain: Chain | null): FrontierWork {
  const { planRecomputation } = useServices();
  const [known, setKnown] = useState<Known>({ chain: null, result: null, part: 0 });
  const [turn, setTurn] = useState(0);
  const [stopping, setStopping] = useState<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn works the same chain out again
  useEffect(() => {
    if (!chain) return;
    const controller = new AbortController();
    setStopping(controller);
    setKnown({ chain, result: null, part: 0 });
    let here = true;
    const progress = (part: number) => here && setKnown({ chain, result: null, part });
    void planRecomputation(chain, progress, controller.signal).then((result) => {
      if (here) setKnown({ chain, result, part: 1 });
    });
    return () => {
      here = false;
      controller.abort();
    };
  }, [chain, planRecomputation, turn]);
  const own = known.chain === chain ? known : { result: null, part: 0 };
  return {
    result: own.result,
    part: own.part,
    stop: () => stopping?.abort(),
    again: () => setTurn((before) => before + 1),
  };
}
