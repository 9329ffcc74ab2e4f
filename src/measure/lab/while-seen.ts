import type { Result } from '#core/result.ts';
import { cancelled, type Fault, isFinal } from '../record/fault.ts';

/** What is known of the page that measures: whether to stop, and whether anybody sees it. */
export interface PageWatch {
  readonly signal: AbortSignal;
  /** Awaited before each measurement: resolves at once, or when a hidden page is seen again. */
  readonly waitUntilVisible?: (signal: AbortSignal) => Promise<void>;
  /** How often the page has been hidden so far: a measurement during which it rises is made again, and says so. */
  readonly timesHidden?: () => number;
}

/** A page that is hidden again and again is measured so often at most. */
const REPEATS = 3;

const HIDDEN_ONCE = 'Measured again, since the page was hidden the first time.';
const HIDDEN_ALWAYS = 'The page was hidden each time this was measured: do not trust it.';

/** Resolves when the signal says stop: nobody who waits may keep a Stop waiting. Listens until `ended`. */
const stopped = (signal: AbortSignal, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: ended });
  });

/** Measures while the page is seen: a hidden page is given no time. */
export class WhileSeen {
  readonly #page: PageWatch;
  readonly #ended = new AbortController();
  /** One for all waits, or each would leave a listener. */
  readonly #stopped: Promise<void>;

  constructor(page: PageWatch) {
    this.#page = page;
    this.#stopped = stopped(page.signal, this.#ended.signal);
  }

  /** What was measured while the page was hidden is measured again; the note says so. */
  async measure<T>(
    attempt: () => Promise<Result<T, Fault>>,
  ): Promise<{ readonly result: Result<T, Fault>; readonly note: string | null }> {
    const { signal, waitUntilVisible, timesHidden = () => 0 } = this.#page;
    for (let turn = 1; ; turn++) {
      if (!signal.aborted && waitUntilVisible) await Promise.race([waitUntilVisible(signal), this.#stopped]);
      if (signal.aborted) return { result: { ok: false, error: cancelled() }, note: null };
      const before = timesHidden();
      const result = await attempt();
      const hidden = timesHidden() !== before;
      if (hidden && turn < REPEATS && (result.ok || !isFinal(result.error))) continue;
      const note = hidden ? HIDDEN_ALWAYS : HIDDEN_ONCE;
      return { result, note: !result.ok || (turn === 1 && !hidden) ? null : note };
    }
  }

  /** Listens no more. */
  close(): void {
    this.#ended.abort();
  }
}
