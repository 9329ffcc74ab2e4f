// `npm run bench`: the figures behind the budgets of ARCHITECTURE.md, as a table with bars and as JSON.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { firstScripts, gzipSize } from '../size.mjs';
import { dragRoof } from './drag.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const RESULTS = 'test-results/bench.json';

/** @typedef {{ name: string, unit: string, median: number, worst?: number, budget?: number, judged?: 'median' | 'worst' }} Figure */

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Median milliseconds of a call, over 300 calls after 100 that warm it up. @param {() => number} task */
function time(task) {
  let sink = 0;
  for (let call = 0; call < 100; call++) sink += task();
  const samples = Array.from({ length: 300 }, () => {
    const start = performance.now();
    sink += task();
    return performance.now() - start;
  });
  if (Number.isNaN(sink)) throw new Error('a task gave no number');
  return { median: median(samples), worst: Math.max(...samples) };
}

async function loadTasks() {
  const outDir = `${ROOT}dist-bench`;
  await build({
    mode: 'bench',
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: { ssr: 'e2e/bench/entry.ts', outDir, rollupOptions: { output: { entryFileNames: 'bench.mjs' } } },
    ssr: { noExternal: true },
    publicDir: false,
  });
  return /** @type {typeof import('./entry.ts')} */ (await import(pathToFileURL(`${outDir}/bench.mjs`).href));
}

/** @param {Figure} figure */
function line({ name, unit, median: middle, worst, budget, judged = 'median' }) {
  const value = judged === 'worst' && worst !== undefined ? worst : middle;
  const share = budget === undefined ? null : value / budget;
  const bar = share === null ? ' '.repeat(20) : '█'.repeat(Math.min(20, Math.round(share * 20))).padEnd(20, '░');
  const verdict = share === null ? '' : share <= 1 ? 'ok' : 'OVER';
  const figures = [middle, worst, budget].map((each) =>
    each === undefined ? '–' : String(Number(each.toPrecision(3))),
  );
  return `${name.padEnd(46)} ${unit.padEnd(4)} ${figures.map((text) => text.padStart(8)).join(' ')}  ${bar} ${verdict}`;
}

const built = spawnSync('npm', ['run', '-s', 'build'], {
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
if (built.status !== 0) process.exit(1);
const { tasks, parametersOfLlama, linkLength, hashOfManyLayers } = await loadTasks();
if (parametersOfLlama !== 405_853_388_800) throw new Error(`Llama 3.1 405B has ${parametersOfLlama} parameters here`);

const drag = await dragRoof(hashOfManyLayers);
/** @type {Figure[]} */
const figures = [
  { name: 'analyze, ResNet-50, five tiers', unit: 'ms', ...time(tasks.analyzeResnet), budget: 1 },
  { name: 'analyze, 126-layer LLM (405 B), five tiers', unit: 'ms', ...time(tasks.analyzeLlama), budget: 5 },
  { name: 'resolve, ResNet-50', unit: 'ms', ...time(tasks.resolveResnet) },
  { name: `link, encode (ResNet-50 as its own stack)`, unit: 'ms', ...time(tasks.encode) },
  { name: `link, decode`, unit: 'ms', ...time(tasks.decode) },
  { name: 'link, length', unit: 'char', median: linkLength, budget: 2000 },
  {
    name: `roof drag, ${drag.points} points, scripting a frame`,
    unit: 'ms',
    median: median(drag.frames),
    worst: Math.max(...drag.frames),
    budget: 8,
    judged: 'worst',
  },
  {
    name: 'embed, first JavaScript, gzip',
    unit: 'kB',
    median: gzipSize(firstScripts('dist/embed.html')) / 1e3,
    budget: 130,
  },
  {
    name: 'playground, first JavaScript, gzip',
    unit: 'kB',
    median: gzipSize(firstScripts('dist/index.html')) / 1e3,
    budget: 230,
  },
];
console.log(`${''.padEnd(46)} unit   median    worst   budget`);
for (const figure of figures) console.log(line(figure));
mkdirSync('test-results', { recursive: true });
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
writeFileSync(
  RESULTS,
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures, frames: drag.frames }, null, 2)}\n`,
);
console.log(`Written to ${RESULTS}.`);
