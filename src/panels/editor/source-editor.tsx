import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { SourceMessage } from '#measure/kernels/source-message.ts';
import { LONGEST_SOURCE } from '#measure/record/edited.ts';
import { diagnosticsOf } from './diagnostics.ts';
import styles from './editor.module.css';
import { editorTheme } from './theme.ts';
import { wgsl } from './wgsl-mode.ts';

interface SourceEditorProps {
  readonly label: string;
  /** Id of the sentence that says how to leave it by keyboard. */
  readonly describedBy: string;
  readonly source: string;
  readonly messages: readonly SourceMessage[];
  readonly readOnly: boolean;
  readonly onChange: (source: string) => void;
}

/** A line that somebody asked to go to. */
export interface SourceEditorHandle {
  readonly goTo: (line: number, column: number) => void;
}

/** What is longer is not taken in: a paste by mistake, or worse. */
const bounded = EditorState.changeFilter.of(
  (transaction) => !transaction.docChanged || transaction.newDoc.length <= LONGEST_SOURCE,
);

/** CodeMirror in a place of React's. The text goes both ways; everything else about it is the editor's own. */
export function SourceEditor(
  props: SourceEditorProps & { readonly handle: React.RefObject<SourceEditorHandle | null> },
) {
  const { label, describedBy, source, messages, readOnly, handle } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.source,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          indentUnit.of('  '),
          // Escape, then Tab, leaves: CodeMirror lets that Tab through.
          keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          wgsl(),
          editorTheme,
          bounded,
          EditorState.readOnly.of(readOnly),
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
      }),
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
      editor.destroy();
      view.current = null;
      handle.current = null;
    };
  }, [label, describedBy, readOnly, handle]);
  // Another text from outside: a reset, a source that was taken. It can be undone like typing.
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === source) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: source } });
  }, [source]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(messages, editor.state.doc)));
  }, [messages]);
  return <div ref={place} className={styles['source']} />;
}
