// What a page loads before its first use: the entry and everything it imports statically, which Vite lists in the page.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Scripts that a built page loads at once: its script elements and modulepreload links, from the folder of the page.
 * @param {string} page path of the built page
 */
export function firstScripts(page) {
  const html = readFileSync(page, 'utf8');
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const files = tags.flatMap((tag) => {
    if (tag.startsWith('<link') && !/\brel="?modulepreload/.test(tag)) return [];
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    return address ? [join(dirname(page), address)] : [];
  });
  return [...new Set(files)];
}

/** @param {readonly string[]} files */
export const gzipSize = (files) =>
  files.reduce((total, file) => total + gzipSync(readFileSync(file), { level: 9 }).length, 0);
