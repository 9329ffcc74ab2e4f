import { F16, valueText } from '../kernels/mismatch.ts';
import type { Fault } from '../record/fault.ts';

/** Why a number came out infinite that a wider format holds, as far as the source shows it. */
function overflowReason({ detail = '', mismatches = [] }: Fault, source: string): string {
  const passes = mismatches.some(
    ({ got, expected }) => got !== null && !Number.isFinite(got) && Number.isFinite(expected),
  );
  return passes && /\bf16\b/.test(source) && !detail.includes(F16.format)
    ? ` The source computes in f16, which ends at ${valueText(F16.largest)}: what passes that is infinite.`
    : '';
}

/** What became of a person's own source, and what to do: their source is at fault sooner than a driver. */
export function faultOfEdited(fault: Fault, source: string): Fault {
  const { detail = '', ...rest } = fault;
  switch (fault.kind) {
    case 'wrong-result':
      return {
        ...rest,
        message: `The edited source gives a wrong result, so it gets no point: ${detail}.${overflowReason(fault, source)} Mend the source and run it again.`,
      };
    case 'validation':
      return {
        ...fault,
        message:
          'The browser refused the edited source. The editor lists what is wrong, at its lines: mend it and run it again.',
      };
    case 'watchdog':
      return {
        ...fault,
        message: `The edited source kept the GPU from answering, so its device was closed. A loop that does not end does that, and so does too much work for one dispatch. The source is kept: mend it, or choose smaller sizes, and run it again.`,
      };
    case 'device-lost':
      return {
        ...fault,
        message: `${fault.message} The edited source was running: an access or a loop of it may be the cause. The source is kept.`,
      };
    default:
      return fault;
  }
}
