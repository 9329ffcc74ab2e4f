import type { Run } from '#measure/record/record.ts';
import { sameJson } from '#state/json.ts';
import { Faults, Skipped } from '../measurements/faults.tsx';
import { useDocument } from '../playground.ts';

/** Faults of the attempt just made, which may alarm; and what the run in view says was left out, which is history. */
export function RunFaults({ run }: { run: Run | null }) {
  const attempt = useDocument((state) => state.faults);
  const past = (run?.faults ?? []).filter((fault) => !attempt.some((one) => sameJson(one, fault)));
  return (
    <>
      <Faults faults={attempt} />
      {past.length > 0 && <Skipped faults={past} />}
    </>
  );
}
