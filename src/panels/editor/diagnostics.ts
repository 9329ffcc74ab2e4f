import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { SourceMessage } from '#measure/kernels/source-message.ts';

/** Where each message stands in the text. Those about the program as a whole, or about what is added behind it, stand nowhere. */
export function diagnosticsOf(messages: readonly SourceMessage[], text: Text): readonly Diagnostic[] {
  return messages.flatMap(({ type, line: number, column, length, text: message }) => {
    if (number < 1 || number > text.lines) return [];
    const line = text.line(number);
    const from = Math.min(line.to, line.from + Math.max(0, column - 1));
    return [{ from, to: Math.min(text.length, from + length), severity: type, message }];
  });
}
