import { useState } from 'react';
import type { Analysis } from '#model/analysis/analysis.ts';
import { selectAnalysis } from '#state/selectors.ts';
import { useDocument } from './playground.ts';

/**
 * The analysis; while the stack or the machine has a fault, the last one that there was, marked stale, so that what a
 * person was looking at does not vanish at a wrong keystroke.
 */
export function useLastGood(): { readonly analysis: Analysis | null; readonly fault: string | null } {
  const result = useDocument(selectAnalysis);
  const [good, setGood] = useState(result.ok ? result.value : null);
  // State set while rendering: React's own way to keep a value of the render before.
  if (result.ok && result.value !== good) setGood(result.value);
  return result.ok ? { analysis: result.value, fault: null } : { analysis: good, fault: result.error };
}
