// Runs of `ridgepoint measure` and `ridgepoint run`, each in a process of its own as a person starts it, kept so that the parts share them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {'gpu' | 'cpu'} Device */
/** @typedef {import('./suites.ts').TimedRun} TimedRun */
/** @typedef {{ runs: readonly TimedRun[], reason: string | null }} Runs */

const ENTRY = fileURLToPath(new URL('../../src/cli/launch.mjs', import.meta.url));
/** A command that takes longer hangs: milliseconds. */
const LONGEST = 20 * 60_000;

/** @typedef {{ stdout: string, stderr: string, wall: number }} Printed */

/** One run of a suite; its text is what the command printed. @param {string} suite @param {Device} device */
const startSuite = (suite, device) => start(['measure', '--suite', suite, '--device', device, '--json']);
/** One run of a stack. @param {string} stack @param {boolean} fused */
const startStack = (stack, fused) => start(['run', '--stack', stack, ...(fused ? ['--fused'] : []), '--json']);

/** @param {readonly string[]} words @returns {Printed} */
function start(words) {
  // Builds the command where it must: no run is to be timed with that.
  spawnSync(process.execPath, [ENTRY, 'help'], { stdio: ['ignore', 'ignore', 2] });
  const begin = performance.now();
  const { stdout, stderr, error } = spawnSync(process.execPath, [ENTRY, ...words], {
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

/** @typedef {(text: string) => import('#core/result.ts').Result<import('#measure/record/record.ts').Run, { message: string }>} Parse */

/** The run that a command printed, or why there is none. @param {Parse} parse @param {Printed} printed */
function runOf(parse, { stdout, stderr, wall }) {
  const parsed = stdout === '' ? null : parse(stdout);
  if (parsed?.ok) return { run: parsed.value, wall };
  return parsed ? parsed.error.message : lastLine(stderr);
}

/**
 * Gives one run of a stack on the GPU, or why there is none.
 * @param {Parse} parse
 * @param {{ launch?: typeof startStack, say?: (text: string) => void }} [doing]
 * @returns {(stack: string, fused: boolean) => Runs}
 */
export const stackRuns =
  (parse, { launch = startStack, say = () => undefined } = {}) =>
  (stack, fused) => {
    say(`${stack} on the gpu, ${fused ? 'fused' : 'a kernel for each layer'}`);
    const made = runOf(parse, launch(stack, fused));
    return typeof made === 'string' ? { runs: [], reason: made } : { runs: [made], reason: null };
  };

/**
 * Gives the first `count` runs of a suite on a device, made when they are first asked for. A command that gives no run ends
 * it, and says why.
 * @param {Parse} parse
 * @param {{ launch?: typeof startSuite, say?: (text: string) => void }} [doing]
 */
export function commandRuns(parse, { launch = startSuite, say = () => undefined } = {}) {
  /** @type {Map<string, { runs: TimedRun[], reason: string | null }>} */
  const made = new Map();
  return (/** @type {string} */ suite, /** @type {Device} */ device, count = 1) => {
    const key = `${suite} on the ${device}`;
    const kept = made.get(key) ?? { runs: [], reason: null };
    made.set(key, kept);
    while (kept.reason === null && kept.runs.length < count) {
      say(`${key}: run ${kept.runs.length + 1} of ${count}`);
      const run = runOf(parse, launch(suite, device));
      if (typeof run === 'string') kept.reason = run;
      else kept.runs.push(run);
    }
    return { runs: kept.runs.slice(), reason: kept.runs.length < count ? kept.reason : null };
  };
}
