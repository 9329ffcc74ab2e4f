/** Remembers the last call: derived data keeps its identity while what it is made from keeps its own. */
export function memoise<A extends readonly unknown[], R>(derive: (...inputs: A) => R): (...inputs: A) => R {
  let last: { readonly inputs: A; readonly result: R } | undefined;
  return (...inputs) => {
    if (last?.inputs.every((input, index) => Object.is(input, inputs[index]))) return last.result;
    last = { inputs, result: derive(...inputs) };
    return last.result;
  };
}
