import { useEffect, useState } from 'react';
import type { Result } from '#core/result.ts';
import type { ResolvedStack } from '#model/workload/layer.ts';
import { selectResolved } from '#state/selectors.ts';
import { type StackForecast, useDocument, useServices } from '../playground.ts';

const NOT_LOADED = 'The engine did not load: you may be offline. Reload the page to try again.';

/** What a run of the stack in view would be like; null until it is known, and a sentence where it cannot be run. */
export function useForecast(fused: boolean): Result<StackForecast, string> | null {
  const { forecastStack, support } = useServices();
  const resolved = useDocument(selectResolved);
  // A run changes what the next one takes: its ceilings are known then.
  const runs = useDocument((state) => state.runs.length);
  const stack = resolved.ok && support === null ? resolved.value : null;
  const [known, setKnown] = useState<{ readonly of: unknown; readonly forecast: Result<StackForecast, string> } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of runs stands for what the engine reads of them
  useEffect(() => {
    if (stack === null) return;
    let here = true;
    const show = (forecast: Result<StackForecast, string>) => here && setKnown({ of: stack, forecast });
    forecastStack(stack, fused).then(show, () => show({ ok: false, error: NOT_LOADED }));
    return () => {
      here = false;
    };
  }, [forecastStack, stack, fused, runs]);
  return stack !== null && known?.of === (stack as ResolvedStack) ? known.forecast : null;
}
