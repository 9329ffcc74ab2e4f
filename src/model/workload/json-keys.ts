/** Deeper than any stack or machine: what lies below is refused for its shape. */
const DEEPEST = 12;

/**
 * Path of the first own key that every JavaScript object already has, such as `__proto__` or `constructor`: nothing in
 * a file is called that, and a check of known fields takes it for one. null where there is none.
 */
export function inheritedKey(json: unknown, path: readonly (string | number)[] = []): string | null {
  if (typeof json !== 'object' || json === null || path.length > DEEPEST) return null;
  // What the value of a layer's field may be is for that field to say.
  if (path.at(-2) === 'fields') return null;
  const list = Array.isArray(json);
  for (const key of Object.keys(json)) {
    const here = [...path, list ? Number(key) : key];
    if (!list && key in Object.prototype) return pathText(here);
    const found = inheritedKey((json as Readonly<Record<string, unknown>>)[key], here);
    if (found !== null) return found;
  }
  return null;
}

/** `tiers[1].capacity` */
export const pathText = (keys: readonly unknown[]): string =>
  keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return `${path}${path === '' ? '' : '.'}${String(key).slice(0, 40)}`;
  }, '');
