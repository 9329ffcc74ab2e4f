import type { Fault } from '../record/fault.ts';

/** What became of a person's own source, and what to do: their source is at fault sooner than a driver. */
export function faultOfEdited(fault: Fault): Fault {
  const { detail = '', ...rest } = fault;
  switch (fault.kind) {
    case 'wrong-result':
      return {
        ...rest,
        message: `The edited source gives a wrong result, so it gets no point: ${detail}. Mend the source and run it again.`,
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
