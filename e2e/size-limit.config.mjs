// The budgets of what each page loads before its first use (ARCHITECTURE.md, "Budgets"). gzip, as hosts send it.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstScripts } from './size.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** @param {string} page */
const scriptsOf = (page) =>
  firstScripts(fileURLToPath(new URL(`../dist/${page}`, import.meta.url))).map((file) =>
    relative(HERE, file).replaceAll('\\', '/'),
  );

export default [
  { name: 'embed, first JavaScript', path: scriptsOf('embed.html'), limit: '130 kB', gzip: true },
  { name: 'playground, first JavaScript', path: scriptsOf('index.html'), limit: '230 kB', gzip: true },
];
