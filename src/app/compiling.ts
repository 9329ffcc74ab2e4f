import type { Result } from '#core/result.ts';
import type { SourceCompiler } from '#measure/gpu/compiler.ts';
import type { Fault } from '#measure/record/fault.ts';
import type { Services } from '#panels/playground.ts';

/** A device that nobody has compiled on for so long is closed, milliseconds. */
const IDLE = 60_000;

/**
 * Compiles on a device that is opened by the first call, shared by the next ones, and closed when none came for a while; after a
 * fault the next call opens another.
 */
export function createCompiling(
  open: (signal: AbortSignal) => Promise<Result<SourceCompiler, Fault>>,
): Services['checkSource'] {
  let opened: Promise<Result<SourceCompiler, Fault>> | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const { signal } = new AbortController();

  const close = () => {
    const last = opened;
    opened = null;
    void last?.then((compiler) => compiler.ok && compiler.value.close());
  };
  return async (edited, problem) => {
    clearTimeout(idle);
    opened ??= open(signal);
    const mine = opened;
    try {
      const compiler = await mine;
      const checked = compiler.ok ? await compiler.value.check(edited, problem, signal) : compiler;
      // What the adapter cannot run is no fault of the device.
      if (!checked.ok && checked.error.kind !== 'unsupported' && opened === mine) close();
      return checked;
    } catch (error) {
      if (opened === mine) opened = null;
      throw error;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(close, IDLE);
    }
  };
}
