// Scripting a frame while a roof is dragged over 200 points, in Chromium, on the built page.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { bringChromium, CHROMIUM_ARGS } from '../chromium.mjs';

const MOVES = 120;
const WARM_UP = 40;

/** Work of the page's scripts in a trace (Chromium's devtools.timeline). */
const SCRIPT = new Set(['EventDispatch', 'FunctionCall', 'TimerFire']);
/** The last thing that the main thread does for a frame. */
const FRAME = 'Layerize';

/** @typedef {{ name: string, ph: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number }} TraceEvent */

/**
 * Milliseconds of scripting between one frame of the main thread and the next: the outermost script events, by the thread's
 * own processor time, as the clock on the wall also counts what others do on a busy machine.
 * @param {readonly TraceEvent[]} events
 */
function scriptingByFrame(events) {
  // The page's main thread is the one that dispatched most events.
  /** @type {Map<string, number>} */
  const busy = new Map();
  const threadOf = (/** @type {TraceEvent} */ { pid, tid }) => `${pid}:${tid}`;
  for (const event of events)
    if (event.name === 'EventDispatch') busy.set(threadOf(event), (busy.get(threadOf(event)) ?? 0) + 1);
  const [main] = [...busy].sort((one, other) => other[1] - one[1])[0] ?? [];
  const mine = events.filter((event) => threadOf(event) === main).sort((one, other) => one.ts - other.ts);
  /** @type {number[]} */
  const frames = [];
  let scripting = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { name, ph, ts, dur = 0, tdur = dur } of mine) {
    if (name === FRAME) {
      frames.push(scripting / 1000);
      scripting = 0;
    }
    // An event inside one that was counted is in it already.
    if (ph !== 'X' || !SCRIPT.has(name) || ts < until) continue;
    scripting += tdur;
    until = ts + dur;
  }
  return frames;
}

/**
 * @param {string} hash link of the document whose roof is dragged
 * @returns {Promise<{ frames: number[], points: number }>} milliseconds of each frame that scripted anything
 */
export async function dragRoof(hash) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const server = await preview({ root, logLevel: 'silent', preview: { port: 4529 } });
  const browser = await chromium.launch({ executablePath: bringChromium(), args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}index.html#${hash}`);
    const grip = page.getByRole('slider', { name: /bandwidth roof/ }).last();
    await grip.waitFor();
    const points = await page.locator('[data-point]').count();
    const box = await grip.boundingBox();
    if (!box) throw new Error('the grip of the roof is not on the page');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    /** @param {number} first @param {number} count */
    const drag = async (first, count) => {
      for (let move = first; move < first + count; move++) {
        await page.mouse.move(x, y - 40 * Math.sin(move / 6));
        await page.waitForTimeout(16);
      }
    };
    await page.mouse.move(x, y);
    await page.mouse.down();
    await drag(0, WARM_UP);
    await browser.startTracing(page, { categories: ['devtools.timeline', 'v8'] });
    await drag(WARM_UP, MOVES);
    const trace = JSON.parse((await browser.stopTracing()).toString());
    await page.mouse.up();
    return { frames: scriptingByFrame(trace.traceEvents).filter((time) => time > 0), points };
  } finally {
    await browser.close();
    await new Promise((done) => server.httpServer.close(done));
  }
}
