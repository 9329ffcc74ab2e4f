// Finds the browser that the tests run in, and brings one where that can be done. See README, "Tests".
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** WebGPU needs the second flag where the only adapter is a software one. The rest keep the browser off the network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of an installed Chromium or Chrome, else of Playwright's own if it is there, else undefined. */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const own = chromium.executablePath();
  return [...INSTALLED, own].find((path) => path && existsSync(path));
}

const NO_BROWSER =
  'No Chromium or Chrome found: install one, or run "npx playwright install chromium", or set CHROMIUM to its path.';

/** @param {string} command @param {readonly string[]} args */
function quietly(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { env, stdio: ['ignore', process.stderr, process.stderr] }).status === 0;
}

/** Path of a browser, Debian's own installed first where none is there and this is root on Debian; else throws a sentence. */
export function bringChromium() {
  const found = findChromium();
  if (found) {
    if (existsSync(found)) return found;
    throw new Error(`CHROMIUM names ${found}, which is not there.`);
  }
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    process.stderr.write("No browser found: installing Debian's chromium.\n");
    const lists = quietly('apt-get', ['update', '-qq']);
    if (lists && quietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])) {
      const installed = findChromium();
      if (installed) return installed;
    }
  }
  throw new Error(NO_BROWSER);
}
