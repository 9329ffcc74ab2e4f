// Runs of `ridgepoint measure`, each in a process of its own as a person starts it, kept so that the parts share them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {'gpu' | 'cpu'} Device */
/** @typedef {import('./suites.ts').TimedRun} TimedRun */
/** @typedef {{ runs: readonly TimedRun[], reason: string | null }} Runs */

const ENTRY = fileURLToPath(new URL('../../src/cli/launch.mjs', import.meta.url));
/** A command that takes longer hangs: milliseconds. */
const LONGEST = 20 * 60_000;

/**
 * One run of a suite; its text is what the command printed.
 * @param {string} suite @param {Device} device
 * @returns {{ stdout: string, stderr: string, wall: number }}
 */
function start(suite, device) {
  // Builds the command where it must: no run is to be timed with that.
  spawnSync(process.execPath, [ENTRY, 'help'], { stdio: ['ignore', 'ignore', 2] });
  const args = [ENTRY, 'measure', '--suite', suite, '--device', device, '--json'];
  const begin = performance.now();
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: LONGEST,
    maxBuffer: 2 ** 28,
  });
  return {
    stdout: stdout ?? '',
    stderr: error ? error.message : stderr,
    wall: (performance.now() - begin) / 1000,
  };
}

/** @param {string} stderr */
const lastLine = (stderr) => stderr.trim().split('\n').at(-1) || 'the command printed nothing';

/**
 * Gives the first `count` runs of a suite on a device, made when they are first asked for. A command that gives no run ends
 * it, and says why.
 * @param {(text: string) => import('#core/result.ts').Result<import('#measure/record/record.ts').Run, { message: string }>} parse
 * @param {{ launch?: typeof start, say?: (text: string) => void }} [doing]
 */
export function commandRuns(parse, { launch = start, say = () => undefined } = {}) {
  /** @type {Map<string, { runs: TimedRun[], reason: string | null }>} */
  const made = new Map();
  return (/** @type {string} */ suite, /** @type {Device} */ device, count = 1) => {
    const key = `${suite} on the ${device}`;
    const kept = made.get(key) ?? { runs: [], reason: null };
    made.set(key, kept);
    while (kept.reason === null && kept.runs.length < count) {
      say(`${key}: run ${kept.runs.length + 1} of ${count}`);
      const { stdout, stderr, wall } = launch(suite, device);
      const parsed = stdout === '' ? null : parse(stdout);
      if (parsed?.ok) kept.runs.push({ run: parsed.value, wall });
      else kept.reason = parsed ? parsed.error.message : lastLine(stderr);
    }
    return { runs: kept.runs.slice(), reason: kept.runs.length < count ? kept.reason : null };
  };
}
