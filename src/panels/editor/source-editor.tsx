import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type StateEffect } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { SourceMessage } from '#measure/kernels/source-message.ts';
import { LONGEST_SOURCE } from '#measure/record/edited.ts';
import { changeGutter } from './change-gutter.ts';
import { diagnosticsOf } from './diagnostics.ts';
import styles from './editor.module.css';
import { editorTheme } from './theme.ts';
import { wgsl } from './wgsl-mode.ts';

interface SourceEditorProps {
  readonly label: string;
  /** Id of the sentence that says how to leave it by keyboard. */
  readonly describedBy: string;
  readonly source: string;
  /** The kernel as it ships: lines that differ are marked. */
  readonly original: string;
  /** Null while nobody knows: those of before stay at their places. */
  readonly messages: readonly SourceMessage[] | null;
  readonly onChange: (source: string) => void;
  /** A text was not taken in: it is too long. */
  readonly onRefused: () => void;
}

/** A line that somebody asked to go to. */
export interface SourceEditorHandle {
  readonly goTo: (line: number, column: number) => void;
}

/** CodeMirror in a place of React's. The text goes both ways; everything else about it is the editor's own. */
export function SourceEditor(props: SourceEditorProps & { readonly handle: RefObject<SourceEditorHandle | null> }) {
  const { label, describedBy, source, original, messages, handle } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  /** As it was left when another view came to the front: its history, its selection, its place. */
  const left = useRef<{ readonly state: EditorState; readonly scroll: StateEffect<unknown> } | null>(null);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!place.current) return;
    const fresh = () =>
      EditorState.create({
        doc: latest.current.source,
        extensions: [
          lineNumbers(),
          lintGutter(),
          changeGutter(original),
          history(),
          drawSelection(),
          bracketMatching(),
          // With what it leaves out of those that change the direction of text.
          highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2068]/g }),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          indentUnit.of('  '),
          // Escape, then Tab, leaves: CodeMirror lets that Tab through.
          keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          wgsl(),
          editorTheme,
          EditorState.changeFilter.of((transaction) => {
            const fits = !transaction.docChanged || transaction.newDoc.length <= LONGEST_SOURCE;
            if (!fits) latest.current.onRefused();
            return fits;
          }),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': describedBy,
            spellcheck: 'false',
            // It is focusable as it is; said for who looks for it.
            tabindex: '0',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      });
    const before = left.current?.state.doc.toString() === latest.current.source ? left.current : null;
    const editor = new EditorView({
      parent: place.current,
      state: before?.state ?? fresh(),
      ...(before && { scrollTo: before.scroll }),
    });
    view.current = editor;
    handle.current = {
      goTo: (line, column) => {
        const { doc } = editor.state;
        const at = doc.line(Math.min(Math.max(1, line), doc.lines));
        const anchor = Math.min(at.to, at.from + Math.max(0, column - 1));
        editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
        editor.focus();
      },
    };
    return () => {
      left.current = { state: editor.state, scroll: editor.scrollSnapshot() };
      editor.destroy();
      view.current = null;
      handle.current = null;
    };
  }, [label, describedBy, original, handle]);
  // Another text from outside: a reset, a source that was taken. It can be undone like typing. Before the next key is heard:
  // later, what is typed meanwhile would count as the older text.
  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === source) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: source } });
  }, [source]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || messages === null) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(messages, editor.state.doc)));
  }, [messages]);
  return <div ref={place} className={styles['source']} />;
}
