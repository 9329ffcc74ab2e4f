// `npm run bench:peers`: our best kernels beside three libraries in one page. Installs the libraries in
// e2e/peers, so that nobody else needs them; ends within five minutes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { bringChromium, CHROMIUM_ARGS } from '../../chromium.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PEERS = `${ROOT}e2e/peers/`;
const RESULTS = `${ROOT}test-results/peers.json`;
const MINUTES = 5;
/** Of rounds, for each task; with preparing, seven tasks on a GPU stay within the whole. */
const SECONDS_OF_TASK = 20;
const OPTIMIZED = ['@jax-js/jax', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'valibot'];

const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

// Unfinished is said, not waited for.
const deadline = setTimeout(
  () => {
    say(`bench:peers: not finished within ${MINUTES} minutes.`);
    process.exit(1);
  },
  MINUTES * 60_000 - 5000,
);
deadline.unref();

say('Installing the peers.');
/** @param {string} command @param {readonly string[]} args @param {string} cwd @param {string} sentence */
function orEnd(command, args, cwd, sentence) {
  const shell = process.platform === 'win32';
  if (spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2], shell }).status === 0) return;
  say(`bench:peers: ${sentence}`);
  process.exit(1);
}
orEnd(
  'npm',
  ['ci', '--no-audit', '--no-fund', '--ignore-scripts'],
  PEERS,
  'the peers could not be installed. Is the package registry within reach?',
);
// The page's types hang on the peers', so that only here they can be checked.
orEnd('npx', ['tsc', '-p', 'e2e/peers'], ROOT, 'the page does not fit the types of the peers.');
/** @param {string} name */
const versionOf = (name) => JSON.parse(readFileSync(`${PEERS}node_modules/${name}/package.json`, 'utf8')).version;

const server = await createServer({
  root: PEERS,
  configFile: false,
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null, fs: { allow: [ROOT] } },
  // onnxruntime-web finds its WebAssembly beside its own file.
  optimizeDeps: { include: OPTIMIZED, exclude: ['onnxruntime-web'] },
});
await server.listen();
const { tableOf, verdictOf } = /** @type {typeof import('./compare.ts')} */ (
  await server.ssrLoadModule(`${ROOT}e2e/bench/peers/compare.ts`)
);
const browser = await chromium.launch({ executablePath: bringChromium(), args: [...CHROMIUM_ARGS] });
/** @type {import('./compare.ts').TaskResult[]} */
const results = [];
let status = 0;
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => say(`page: ${error.message}`));
  await page.exposeFunction('report', (/** @type {import('./compare.ts').TaskResult} */ result) => {
    results.push(result);
    console.log(`${tableOf(result).join('\n')}\n`);
  });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 60_000 });
  const adapter = await page.evaluate(
    ([version, seconds]) =>
      // @ts-expect-error: the page's own function and the one exposed above.
      globalThis.comparePeers(version, seconds, globalThis.report),
    /** @type {const} */ ([versionOf('@jax-js/jax'), SECONDS_OF_TASK]),
  );
  for (const result of results) console.log(verdictOf(result));
  console.log(
    `Median of interleaved runs in one page, in turns; wall time until the first bytes of the last result were read. Spread: the middle half of the rounds. On ${adapter}; ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}.`,
  );
  mkdirSync(`${ROOT}test-results`, { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify({ at: new Date().toISOString(), adapter, results }, null, 2)}\n`);
} catch (error) {
  say(`bench:peers: ${error instanceof Error ? error.message : error}`);
  status = 1;
} finally {
  await browser.close();
  await server.close();
}
process.exit(status);
