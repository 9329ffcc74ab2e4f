// Builds the command where it is missing or older than its sources: for the launcher and for the packer.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'dist-command');
const FILES = ['package-lock.json', 'package.json', 'vite.config.ts'];
const FOLDERS = ['src/cli', 'src/core', 'src/model', 'src/measure', 'shaders'];

/** One number for everything that the command is made of: contents, not times, which a checkout or a copy changes. */
function fingerprint() {
  const hash = createHash('sha256');
  const walk = (/** @type {string} */ folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((/** @type {any} */ entry) =>
        entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
      );
  for (const file of [...FILES, ...FOLDERS.flatMap(walk)]) {
    const path = join(ROOT, file);
    if (/\.test\.tsx?$/.test(file) || !existsSync(path)) continue;
    hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** Builds into a folder of its own and moves it into place, so that commands started together do not meet half a build. */
function build(/** @type {string} */ folder) {
  const making = join(BUILT, `.making-${process.pid}-${Date.now()}`);
  mkdirSync(making, { recursive: true });
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const args = [vite, 'build', '--mode', 'command', '--logLevel', 'error', '--outDir', making, '--emptyOutDir'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    rmSync(making, { recursive: true, force: true });
    process.stderr.write('ridgepoint: could not build itself; the lines above say why.\n');
    process.exit(1);
  }
  writeFileSync(join(making, 'package.json'), '{ "type": "module" }\n');
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another launch was first: its build is the same.
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  for (const entry of readdirSync(BUILT))
    if (!entry.startsWith('.making-') && join(BUILT, entry) !== folder)
      rmSync(join(BUILT, entry), { recursive: true, force: true });
}

/** Folder of the built command, whose entry is `ridgepoint.mjs`. Ends the process, after the builder's own words, where it cannot be built. */
export function builtCommand() {
  const folder = join(BUILT, fingerprint());
  if (!existsSync(folder)) build(folder);
  return folder;
}
