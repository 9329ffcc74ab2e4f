import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unwrap } from '../src/core/result.ts';
import { parseRunText } from '../src/measure/record/run-schema.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ridgepoint-bare-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the unpacked command with no environment at all, in a folder that is not its own. */
const bare = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(join(folder, 'ridgepoint-linux-x64/ridgepoint'), args, { cwd: '/', env: {}, encoding: 'utf8' });

// Only where it can be packed at all; elsewhere the script refuses.
const packs = process.platform === 'linux' && process.arch === 'x64';

beforeAll(() => {
  // The fastest preset: what is tested is what is in it.
  const env = { ...process.env, XZ_OPT: '-1 -T0' };
  const packed = spawnSync('npm', ['run', '-s', 'pack'], { cwd: ROOT, env, encoding: 'utf8', shell: !packs });
  if (!packs) return;
  expect(packed.stderr).not.toContain('pack:');
  const archive = /^(.*\.tar\.xz): /.exec(packed.stdout)?.[1] ?? 'no archive';
  expect(statSync(archive).size).toBeLessThan(40e6);
  expect(spawnSync('tar', ['-C', folder, '-xJf', archive]).status).toBe(0);
}, 240_000);

it.runIf(packs)('the packed command runs in an empty environment', () => {
  const { stdout, status } = bare('analyze', '--stack', 'lenet5', '--machine', 'cortex-m7', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty('totals');
  expect(bare('measure', '--no-such-flag').status).toBe(2);
});

it.runIf(packs)(
  'and measures on a software Vulkan driver there',
  () => {
    const { stdout, stderr, status } = bare('measure', '--json');
    expect(status, stderr).toBe(0);
    const run = unwrap(parseRunText(stdout));
    expect(run.engine).toBe('webgpu');
    expect(run.measurements.length).toBeGreaterThan(5);
  },
  180_000,
);
