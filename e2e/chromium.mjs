// Finds the browser that the tests run in. See README, "Tests".
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
