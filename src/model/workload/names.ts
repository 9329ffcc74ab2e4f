const MAX_NAME = 80;

/**
 * What makes the name of a layer or group unfit, as the end of a sentence that begins with it; `null` where it is fit. `@`, `#`
 * and `/` are how references and paths are written.
 */
export function nameFault(name: string): string | null {
  if (name.trim() === '') return 'has no name; give it one';
  if (name.length > MAX_NAME) return `has a name of ${name.length} characters; use at most ${MAX_NAME}`;
  return name.startsWith('@') || /[#/]/.test(name) ? 'has / or # in its name, or begins with @; rename it' : null;
}
