import type { FieldSpec, FieldValue, LayerKind, Shape } from './layer.ts';

type WithoutKey<T> = T extends unknown ? Omit<T, 'key'> : never;
/** A field's form and, in the type only, the values that it holds. */
export type Field<V extends FieldValue = FieldValue> = WithoutKey<FieldSpec> & { readonly holds?: V };
type Values<F> = { readonly [K in keyof F]: F[K] extends { readonly holds?: infer V extends FieldValue } ? V : never };

/** How many inputs a kind takes and, in the type only, the tuple of their shapes. */
type Arity<I extends readonly Shape[]> = LayerKind['inputs'] & { readonly shapes?: I };
export const noInput: Arity<readonly []> = { min: 0, max: 0 };
export const oneInput: Arity<readonly [Shape]> = { min: 1, max: 1 };
export const twoInputs: Arity<readonly [Shape, Shape]> = { min: 2, max: 2 };
export const inputsFrom = (min: number, max: number): Arity<readonly [Shape, ...Shape[]]> => ({ min, max });

interface Definition<F, I extends readonly Shape[]>
  extends Pick<LayerKind, 'kind' | 'title' | 'category' | 'describe'> {
  readonly fields: F;
  readonly inputs: Arity<I>;
  infer(fields: Values<F>, inputs: I): ReturnType<LayerKind['infer']>;
  /** Absent: the kind has no weights. */
  weights?(fields: Values<F>, inputs: I): ReturnType<LayerKind['weights']>;
  ops(fields: Values<F>, inputs: I, outputs: readonly [Shape, ...Shape[]]): ReturnType<LayerKind['ops']>;
  stateElements?(fields: Values<F>, inputs: I): number;
}

/** A layer kind whose functions know the types of their own fields and the number of their inputs. */
export function defineKind<const F extends Readonly<Record<string, Field>>, I extends readonly Shape[]>(
  definition: Definition<F, I>,
): LayerKind {
  const fields = Object.entries<Field>(definition.fields).map(([key, field]): FieldSpec => ({ key, ...field }));
  return Object.freeze({ weights: () => [], ...definition, fields });
}

interface IntegerForm {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly help?: string;
}
/** Channels, features, tokens: no published network comes near 2²⁴ of any of them. */
const MAX_COUNT = 2 ** 24;
export const integer = (label: string, form: IntegerForm): Field<number> => ({
  type: 'integer',
  label,
  min: 1,
  max: MAX_COUNT,
  ...form,
});

interface IntegersForm {
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly minLength: number;
  readonly maxLength: number;
  readonly help?: string;
}
export const integers = (label: string, form: IntegersForm): Field<readonly number[]> => ({
  type: 'integers',
  label,
  ...form,
});

export const boolean = (label: string, value: boolean, help?: string): Field<boolean> => ({
  type: 'boolean',
  label,
  default: value,
  ...(help !== undefined && { help }),
});

export const choice = <const T extends string>(
  label: string,
  options: readonly T[],
  value: NoInfer<T>,
  help?: string,
): Field<T> => ({ type: 'choice', label, options, default: value, ...(help !== undefined && { help }) });

export const layerName = (label: string, help: string): Field<string> => ({ type: 'layer', label, default: '', help });
