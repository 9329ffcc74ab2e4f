import { useEffect, useState } from 'react';
import type { Run } from '#measure/record/record.ts';
import { type ExperimentInfo, useServices } from '../playground.ts';

/** The experiments of an engine; null until they have come, and a sentence where they did not. */
export type Experiments = readonly ExperimentInfo[] | string | null;

const NOT_LOADED = 'The experiments did not load: you may be offline. Reload the page to try again.';

export function useExperiments(engine: Run['engine']): Experiments {
  const { listExperiments } = useServices();
  const [listed, setListed] = useState<{ readonly engine: Run['engine']; readonly list: Experiments } | null>(null);
  useEffect(() => {
    let here = true;
    const show = (list: Experiments) => here && setListed({ engine, list });
    listExperiments(engine).then(show, () => show(NOT_LOADED));
    return () => {
      here = false;
    };
  }, [listExperiments, engine]);
  return listed?.engine === engine ? listed.list : null;
}

/** Seconds that all experiments, or those of the discovery, are expected to take together; null where that is not known. */
export function secondsOf(experiments: Experiments, depth: 'quick' | 'thorough', discovery = false): number | null {
  if (experiments === null || typeof experiments === 'string') return null;
  const some = experiments.filter(({ discovers }) => discovers || !discovery);
  return some.length > 0 ? some.reduce((total, { seconds }) => total + seconds[depth], 0) : null;
}
