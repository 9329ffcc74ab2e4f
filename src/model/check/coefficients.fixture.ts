import { join } from 'node:path';
import { Script } from 'node:vm';
import { build, type Plugin } from 'vite';

/** A number in the source of a formula. */
export interface Coefficient {
  readonly file: string;
  readonly value: number;
  /** The line that it is in. */
  readonly source: string;
}

/** A node of a syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
  readonly operator?: string;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Where a number is part of a formula: an operand, a named constant, a branch; not where it counts places or is compared with. */
function isPart(parent: Node, key: string, value: number): boolean {
  switch (parent.type) {
    case 'BinaryExpression':
      return /^(?:[-+*/]|\*\*)$/.test(parent.operator ?? '');
    case 'AssignmentExpression':
      return key === 'right' && parent.operator !== '=';
    case 'Property':
      return key === 'value';
    case 'VariableDeclarator':
      return key === 'init' && /^[A-Z_\d]+$/.test(String((parent['id'] as Node)['name']));
    case 'ConditionalExpression':
      // A branch of 1 stands for "as it is".
      return key !== 'test' && value !== 1;
    default:
      return false;
  }
}

function* numbersIn(node: Node): Generator<Node> {
  for (const [key, child] of Object.entries(node))
    for (const one of Array.isArray(child) ? child : [child]) {
      if (!isNode(one)) continue;
      if (one.type !== 'Literal') yield* numbersIn(one);
      else if (typeof one.value === 'number' && one.value !== 0 && isPart(node, key, one.value)) yield one;
    }
}

/** What the bundle calls for each number, by its place in the list. */
const CALL = 'coefficientOf';
/** Milliseconds after which a changed number has made a loop endless, which is a fault of the test's choice of numbers. */
const LONGEST = 20_000;

/**
 * The check as one script in which every number of the files that `isFormula` chooses is asked for, so that one of them can be changed. `run` gives
 * the first row that does not match, or null: with one number times `factor`, or with none changed.
 */
export async function changeable(isFormula: (file: string) => boolean): Promise<{
  readonly coefficients: readonly Coefficient[];
  readonly run: (changed: number | null, factor: number) => string | null;
}> {
  const coefficients: Coefficient[] = [];
  const root = join(import.meta.dirname, '..', '..', '/');
  const asked: Plugin = {
    name: 'asked-coefficients',
    enforce: 'post',
    transform(code, id) {
      const file = id.startsWith(root) ? id.slice(root.length) : '';
      if (!isFormula(file)) return null;
      let made = code;
      // From the last, so that the places of the others stay.
      const found = [...numbersIn(this.parse(code) as unknown as Node)].sort((one, other) => other.start - one.start);
      for (const { start, end, value } of found) {
        const source = code.slice(code.lastIndexOf('\n', start) + 1).split('\n')[0] ?? '';
        made = `${made.slice(0, start)}${CALL}(${coefficients.length}, ${code.slice(start, end)})${made.slice(end)}`;
        coefficients.push({ file, value: value as number, source: source.trim() });
      }
      return { code: made, map: null };
    },
  };
  const output = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [asked],
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'check.ts'), formats: ['iife'], name: 'check' },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (bundle === undefined || !('output' in bundle)) throw new Error('the build watches');
  const script = new Script(
    `${bundle.output[0].code}; check.checkRows().find(({ verdict }) => verdict === 'mismatch')?.id ?? null;`,
  );
  return {
    coefficients,
    run: (changed, factor) => {
      const asked = (index: number, value: number) => (index === changed ? value * factor : value);
      return script.runInNewContext({ [CALL]: asked }, { timeout: LONGEST }) as string | null;
    },
  };
}
