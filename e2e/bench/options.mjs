// What `npm run bench` is asked for.
/** Parts of the benchmark in the order in which they run. */
export const PARTS = Object.freeze(
  /** @type {const} */ (['model', 'drag', 'size', 'bias', 'discovery', 'repeatability', 'tiers', 'suites', 'hardware']),
);
/** @typedef {(typeof PARTS)[number]} Part */

/** Flags that take a number, and the part that they are for. */
const NUMBERS = ['driver-copy', 'datasheet-fma', 'datasheet-l2'];

/**
 * @typedef {object} Options
 * @property {readonly Part[]} parts in the order in which they run
 * @property {boolean} thorough also time the thorough suites, which take minutes
 * @property {import('./hardware.ts').Reference} reference
 */

export const HELP = `npm run bench -- [part ...] [--thorough] [--driver-copy B/s] [--datasheet-fma FLOP/s] [--datasheet-l2 bytes]
Parts, all where none is named: ${PARTS.join(', ')}.
--thorough belongs to suites: it times the thorough suites too. The other flags belong to hardware: what the driver's own copy
reads and writes a second, and what the datasheet says of the GPU.`;

/**
 * Throws a RangeError with one sentence about what is wrong.
 * @param {readonly string[]} words
 * @returns {Options | 'help'}
 */
export function parseOptions(words) {
  if (words.includes('--help') || words.includes('-h')) return 'help';
  /** @type {Set<string>} */
  const parts = new Set();
  /** @type {Map<string, string>} */
  const flags = new Map();
  const rest = words.flatMap((word) => (/^--[^=]+=/.test(word) ? word.split(/=(.*)/s).slice(0, 2) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      if (!PARTS.some((part) => part === word)) throw new RangeError(`there is no part "${word}": ${PARTS.join(', ')}`);
      parts.add(word);
      continue;
    }
    const name = word.slice(2);
    if (word !== '--thorough' && !(word.startsWith('--') && NUMBERS.includes(name)))
      throw new RangeError(`there is no flag ${word}: --thorough, ${NUMBERS.map((each) => `--${each}`).join(', ')}`);
    if (flags.has(name)) throw new RangeError(`${word} is given twice`);
    flags.set(name, name === 'thorough' ? '' : (rest.shift() ?? ''));
  }
  const chosen = PARTS.filter((part) => parts.size === 0 || parts.has(part));
  for (const name of flags.keys()) {
    const part = name === 'thorough' ? 'suites' : 'hardware';
    if (!chosen.includes(part)) throw new RangeError(`--${name} belongs to ${part}, which is not among the parts`);
  }
  const reference = Object.fromEntries(
    [...flags].filter(([name]) => name !== 'thorough').map(([name, text]) => [name, positive(name, text)]),
  );
  return { parts: chosen, thorough: flags.has('thorough'), reference };
}

/** @param {string} name @param {string} text */
function positive(name, text) {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new RangeError(`--${name} needs a positive number, as in --${name} 4e12${text && `, not "${text}"`}`);
  return value;
}
