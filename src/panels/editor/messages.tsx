import type { SourceMessage } from '#measure/kernels/source-message.ts';
import { Faults } from '../measurements/faults.tsx';
import styles from './editor.module.css';
import type { Check } from './use-check.ts';

const WORDS: Readonly<Record<SourceMessage['type'], string>> = { error: 'Error', warning: 'Warning', info: 'Note' };

/** Where a message is: a line of the source, one of the constants added behind it, or the program as a whole. */
const placeOf = ({ line, column }: SourceMessage, lines: number): string => {
  if (line < 1) return 'whole program';
  return line > lines ? 'added constants' : `line ${line}${column > 0 ? `, column ${column}` : ''}`;
};

const countOf = (messages: readonly SourceMessage[], type: SourceMessage['type'], word: string): string => {
  const count = messages.filter((one) => one.type === type).length;
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
};

/** What the compiler says of the source, in one sentence. */
export function checkSentence({ last, live, busy }: Pick<Check, 'last' | 'live' | 'busy'>): string {
  if (last?.fault) return 'The source could not be compiled here.';
  if (last === null) {
    if (busy) return 'Compiling …';
    return live
      ? 'Compiles when you pause.'
      : 'Not compiled yet: press Check, and it is compiled on each pause in typing.';
  }
  const counts = [countOf(last.messages, 'error', 'error'), countOf(last.messages, 'warning', 'warning')].filter(
    Boolean,
  );
  return counts.length === 0 ? 'It compiles.' : `${counts.join(', ')}.`;
}

interface MessagesProps {
  readonly check: Check;
  /** Lines of the source, without what is added. */
  readonly lines: number;
  readonly onGoTo: (line: number, column: number) => void;
}

/** The compiler's messages in words: what the editor shows at their lines. */
export function Messages({ check, lines, onGoTo }: MessagesProps) {
  const { last } = check;
  const messages = last?.messages ?? [];
  return (
    <section className={styles['messages']} aria-label="Compiler">
      <p
        className={styles['status']}
        role="status"
        data-check={last ? (messages.some(({ type }) => type === 'error') ? 'error' : 'ok') : 'none'}
      >
        {checkSentence(check)}
      </p>
      {last?.fault && <Faults faults={[last.fault]} />}
      {messages.length > 0 && (
        <ol>
          {messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the compiler may say the same twice
            <li key={`${index} ${message.line}`} data-type={message.type}>
              <b>{WORDS[message.type]}</b>{' '}
              {message.line >= 1 && message.line <= lines ? (
                <button type="button" className={styles['link']} onClick={() => onGoTo(message.line, message.column)}>
                  {placeOf(message, lines)}
                </button>
              ) : (
                placeOf(message, lines)
              )}
              : {message.text}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
