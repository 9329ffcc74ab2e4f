// `npm run pack`: one archive of the command for a bare x86-64 Linux host: Node, the Dawn binding, the bundled command, a start
// script and the libraries that such a host may lack. Prints its path and size.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { builtCommand, ROOT } from './build-command.mjs';

const MOST_BYTES = 40e6;
const NAME = 'ridgepoint-linux-x64';
const OUT = join(ROOT, 'dist-pack');
const STAGE = join(OUT, NAME);

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  process.stderr.write(`pack: ${sentence}\n`);
  process.exit(1);
}

/** Runs a program; its output, or a refusal that names it. @param {string} program @param {readonly string[]} args */
function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) refuse(`${program} is needed and could not be started (${error.message}).`);
  if (status !== 0) refuse(`${program} failed: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}

/** @param {string} from @param {string} to */
function copyInto(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** Libraries of Node and Dawn beyond the C library, by name, where this host keeps them. */
const languageLibraries = () =>
  [...run('ldd', [process.execPath]).matchAll(/(libstdc\+\+\.so\.6|libgcc_s\.so\.1) => (\S+)/g)].map(
    ([, name = '', path = '']) => /** @type {const} */ ([name, path]),
  );

/** A Vulkan loader: this host's, or the one that a browser brought. A driver without a loader is of no use. */
function vulkanLoader() {
  const listed = /libvulkan\.so\.1 .*x86-64.* => (\S+)/.exec(run('/sbin/ldconfig', ['-p']))?.[1];
  return [listed, '/usr/lib/chromium/libvulkan.so.1', '/opt/google/chrome/libvulkan.so.1'].find(
    (path) => path !== undefined && existsSync(path),
  );
}

const START = `#!/bin/sh
# Starts the command from any folder, with nothing installed but a GPU driver. Options: ./ridgepoint help
case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac
here=$(cd -- "$here" && pwd -P) || exit 1
# The host's own libraries first: a driver may need newer ones than these.
if ! "$here/bin/node" --version >/dev/null 2>&1; then
  LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
  export LD_LIBRARY_PATH
fi
RIDGEPOINT_VULKAN_LOADER="$here/lib-vulkan"
export RIDGEPOINT_VULKAN_LOADER
exec "$here/bin/node" "$here/command/ridgepoint.mjs" "$@"
`;

const README = `Ridgepoint for a host without Node: x86-64 Linux, glibc 2.34 or newer, a Vulkan driver for GPU measurements.

./ridgepoint help
./ridgepoint measure --suite discover --json --out run.json
./ridgepoint measure --suite quick --device cpu

bin/node is Node.js ${process.versions.node} without its symbols (MIT, https://nodejs.org), node_modules/webgpu holds Dawn (BSD 3-clause,
see its LICENSE.md) and HiGHS (MIT), lib holds GCC's libraries (GPL 3 with the runtime exception), lib-vulkan a Vulkan loader (Apache 2.0). Host
libraries are taken first; these are for hosts that lack them.
`;

if (process.platform !== 'linux' || process.arch !== 'x64')
  refuse('it packs for x86-64 Linux and takes Node from the host: run it there.');

const command = builtCommand();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(join(STAGE, 'bin'), { recursive: true });
run('strip', ['-s', '-o', join(STAGE, 'bin/node'), process.execPath]);
cpSync(command, join(STAGE, 'command'), { recursive: true });

const binding = dirname(createRequire(import.meta.url).resolve('webgpu/package.json'));
for (const file of ['package.json', 'index.js', 'LICENSE.md'])
  copyInto(join(binding, file), join(STAGE, 'node_modules/webgpu', file));
const dawn = 'dist/linux-x64/dawn.node';
copyInto(join(binding, dawn), join(STAGE, 'node_modules/webgpu', dawn));
run('strip', ['--strip-unneeded', join(STAGE, 'node_modules/webgpu', dawn)]);

// The solver of placements, as the command finds it beside itself.
const solver = dirname(createRequire(import.meta.url).resolve('highs'));
cpSync(solver, join(STAGE, 'node_modules/highs/build'), { recursive: true });
for (const file of ['package.json', 'LICENSE'])
  copyInto(join(solver, '..', file), join(STAGE, 'node_modules/highs', file));

for (const [name, path] of languageLibraries()) copyInto(path, join(STAGE, 'lib', name));
const loader = vulkanLoader();
if (loader) copyInto(loader, join(STAGE, 'lib-vulkan/libvulkan.so.1'));
else process.stderr.write('pack: no Vulkan loader was found here; the archive relies on the host’s.\n');

writeFileSync(join(STAGE, 'ridgepoint'), START);
chmodSync(join(STAGE, 'ridgepoint'), 0o755);
writeFileSync(join(STAGE, 'README.txt'), README);
copyInto(join(ROOT, 'LICENSE'), join(STAGE, 'LICENSE'));

const archive = join(OUT, `${NAME}.tar.xz`);
process.env['XZ_OPT'] ??= '-6 -T0';
run('tar', ['-C', OUT, '--owner=0', '--group=0', '-cJf', archive, NAME]);
const { size } = statSync(archive);
console.log(`${archive}: ${(size / 1e6).toFixed(1)} MB`);
if (size > MOST_BYTES) refuse(`the archive is over its ${MOST_BYTES / 1e6} MB.`);
