/** Name of the lock that tabs of this page take in turn; a browser keeps it apart for each origin. */
const LOCK = 'ridgepoint-measuring';

/** Nothing to hold: this browser or this frame has no locks. */
const NO_TURN = () => {};

/**
 * Waits until no other tab of this page measures: two at once would time each other. Gives the function that ends the turn;
 * null where `signal` was aborted meanwhile. `onWait` is called once where it has to wait. Without Web Locks (an opaque
 * origin, plain http) there is no turn to wait for, and only the spread of the samples tells.
 */
export async function takeTurn(
  locks: LockManager | undefined,
  signal: AbortSignal,
  onWait: () => void,
): Promise<(() => void) | null> {
  if (locks === undefined) return NO_TURN;
  /** Held until `end` is called; resolves with null where somebody else has it and we are not to wait. */
  const request = (options: LockOptions) =>
    new Promise<(() => void) | null>((resolve, reject) => {
      locks
        .request(LOCK, options, (lock) => {
          if (lock === null) return resolve(null);
          return new Promise<void>((end) => resolve(end));
        })
        .catch(reject);
    });
  try {
    const free = await request({ ifAvailable: true });
    if (free !== null || signal.aborted) return free;
    onWait();
    return await request({ signal });
  } catch {
    // Refused by the frame's sandbox; or stopped while it waited.
    return signal.aborted ? null : NO_TURN;
  }
}

/** This window's locks; a sandboxed frame throws on the first touch. */
export function windowLocks(): LockManager | undefined {
  try {
    return navigator.locks;
  } catch {
    return undefined;
  }
}
