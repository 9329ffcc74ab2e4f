// `npm test`: every check of the project, one after another, and a last line summed from the runners' own reports.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringChromium } from './chromium.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = 'test-results';
process.chdir(ROOT);
// The project's own tools first, however this file was started.
process.env['PATH'] = `${ROOT}node_modules/.bin${delimiter}${process.env['PATH']}`;

/** @typedef {{ passed: number, failed: number }} Count */

/** @param {string} file @returns {any} the report, or null where the runner died before it wrote one */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * A runner that failed with no failure in its report (it crashed, or an error fell outside a test) counts as one.
 * @param {number} status @param {Count | null} count @returns {Count}
 */
const honest = (status, count) =>
  count === null
    ? { passed: 0, failed: 1 }
    : status !== 0 && count.failed === 0
      ? { ...count, failed: 1 }
      : count.passed + count.failed === 0
        ? { passed: 0, failed: 1 }
        : count;

/** @param {string} file */
function vitestCount(file) {
  const found = report(file);
  return found && { passed: found.numPassedTests, failed: found.numFailedTests };
}
/** @param {string} file */
function playwrightCount(file) {
  const stats = report(file)?.stats;
  return stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}
/** @param {string} output */
function sizeCount(output) {
  try {
    /** @type {{ name: string, size: number, sizeLimit: number, passed: boolean }[]} */
    const checks = JSON.parse(output);
    for (const { name, size, sizeLimit } of checks)
      console.log(`${name}: ${(size / 1e3).toFixed(1)} kB of ${(sizeLimit / 1e3).toFixed(0)} kB`);
    return {
      passed: checks.filter((check) => check.passed).length,
      failed: checks.filter((check) => !check.passed).length,
    };
  } catch {
    console.error(output);
    return null;
  }
}

/**
 * @param {string} command @param {readonly string[]} args @param {{ capture?: boolean }} [options]
 * @returns {Promise<{ status: number, output: string }>}
 */
function run(command, args, { capture = false } = {}) {
  return new Promise((resolve) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { shell, stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ status: 1, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** @param {string} name @param {readonly string[]} projects */
const vitest = (name, ...projects) => ({
  name,
  command: [
    'vitest',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORTS}/${name}.json`,
  ],
  count: () => vitestCount(`${REPORTS}/${name}.json`),
});

/** @type {readonly { name: string, command: readonly string[], capture?: boolean, count?: (output: string) => Count | null }[]} */
const STEPS = [
  { name: 'types', command: ['tsc', '-p', 'src'] },
  { name: 'types of the tests', command: ['tsc', '-p', 'e2e'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'unused code', command: ['knip'] },
  vitest('unit', 'node', 'dom'),
  { name: 'build', command: ['npm', 'run', '-s', 'build'] },
  {
    name: 'size',
    command: ['size-limit', '--json', '--config', 'e2e/size-limit.config.mjs'],
    capture: true,
    count: sizeCount,
  },
  vitest('gpu', 'gpu'),
  {
    name: 'pages',
    command: ['playwright', 'test', '-c', 'e2e'],
    count: () => playwrightCount(`${REPORTS}/pages.json`),
  },
];

/** A port that nobody listens on, so that two runs on one machine do not meet. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });

async function main() {
  process.env['PAGES_PORT'] ??= String(await freePort());
  try {
    process.env['CHROMIUM'] = bringChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
    return;
  }
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const wanted = process.argv.slice(2);
  const steps = wanted.length > 0 ? STEPS.filter(({ name }) => wanted.includes(name)) : STEPS;
  /** @type {(Count & { name: string, seconds: number })[]} */
  const results = [];
  for (const { name, command, capture, count } of steps) {
    console.log(`\n── ${name} ──`);
    const started = performance.now();
    const [program = '', ...args] = command;
    const { status, output } = await run(program, args, { capture: capture ?? false });
    const counted = count ? count(output) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
    results.push({ name, ...honest(status, counted), seconds: (performance.now() - started) / 1000 });
  }
  console.log('');
  for (const { name, passed, failed, seconds } of results)
    console.log(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = results.reduce((total, result) => total + result.failed, 0);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}
await main();
