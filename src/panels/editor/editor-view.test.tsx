import { undo } from '@codemirror/commands';
import { EditorView as CodeMirror } from '@codemirror/view';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Activity } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { err, ok } from '#core/result.ts';
import { kernelById } from '#measure/kernels/catalogue.ts';
import type { SourceMessage } from '#measure/kernels/source-message.ts';
import { editedHash } from '#measure/record/edited.ts';
import type { Fault } from '#measure/record/fault.ts';
import { sampleMeasurement, sampleRun } from '#measure/record/sample-run.ts';
import { DEFAULT_DOCUMENT, settingsOf, withView } from '#state/document.ts';
import type { DocumentState } from '#state/store.ts';
import { editorView } from '#state/views/editor.ts';
import { EDITOR_PAGE, pageView } from '#state/views/page.ts';
import { renderPanel } from '../playground.fixture.tsx';
import { type Services, useDocument } from '../playground.ts';
import { EditorView } from './editor-view.tsx';

const KERNEL = 'matmul/naive';
const PROBLEM = { m: 9, n: 8, k: 7 };
const kernel = kernelById(KERNEL);
if (!kernel) throw new Error(`no ${KERNEL}`);

beforeAll(() => {
  // jsdom lays nothing out.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
});

const start = (over: Partial<DocumentState> = {}, services: Partial<Services> = {}) =>
  renderPanel(
    <EditorView />,
    { document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, problem: PROBLEM }), ...over },
    services,
  );

function codeMirror(): CodeMirror {
  const view = CodeMirror.findFromDOM(screen.getByRole('textbox', { name: `WGSL of ${KERNEL}` }));
  if (!view) throw new Error('no editor');
  return view;
}
const text = () => codeMirror().state.doc.toString();
const write = (source: string) =>
  act(() => codeMirror().dispatch({ changes: { from: 0, to: codeMirror().state.doc.length, insert: source } }));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const mine = `${kernel.source}// mine\n`;
/** The kernel that a service was handed last. */
const handed = (service: unknown) => vi.mocked(service as Services['runEdited']).mock.calls.at(-1)?.[0];

/** The editor as the page has it: hidden while another view is in front. */
function InThePage() {
  const page = useDocument((state) => settingsOf(state.document, pageView).view);
  return (
    <Activity mode={page === EDITOR_PAGE ? 'visible' : 'hidden'}>
      <EditorView />
    </Activity>
  );
}

describe('the editor', () => {
  it('shows the source of the kernel, its constants and sizes, and runs it as it ships', () => {
    const { services } = start();
    expect(text()).toBe(kernel.source);
    expect(screen.getByText('as it ships')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Constants' }).textContent).toContain('M 9, N 8, K 7');
    expect(document.body.textContent).toContain('const C_LENGTH = 72;');
    press('Run the kernel');
    expect(handed(services.runEdited)).toBe(kernel);
    expect(services.runEdited).toHaveBeenCalledWith(kernel, PROBLEM);
  });

  it('compiles nothing before a click, and then on each pause in typing', async () => {
    const messages: readonly SourceMessage[] = [
      { type: 'error', line: 2, column: 3, length: 4, text: '<b>no</b> such thing' },
      { type: 'warning', line: 0, column: 0, length: 0, text: 'of the whole' },
      { type: 'error', line: 900, column: 1, length: 1, text: 'behind the source' },
    ];
    const checkSource = vi.fn(async () => ok(messages));
    start({}, { checkSource });
    write(mine);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(checkSource).not.toHaveBeenCalled();
    expect(screen.getByText(/Not compiled yet/)).toBeTruthy();
    press('Check');
    await screen.findByText('2 errors, 1 warning.');
    expect(handed(checkSource)?.source).toBe(mine);
    const items = within(screen.getByRole('region', { name: 'Compiler' })).getAllByRole('listitem');
    expect(items.map((item) => item.textContent)).toEqual([
      'Error line 2, column 3: <b>no</b> such thing',
      'Warning whole program: of the whole',
      'Error added constants: behind the source',
    ]);
    expect(document.querySelectorAll('.cm-lintRange-error')).toHaveLength(1);
    press('line 2, column 3');
    expect(codeMirror().state.selection.main.head).toBe(codeMirror().state.doc.line(2).from + 2);
    write(`${mine}// more\n`);
    await waitFor(() => expect(checkSource).toHaveBeenCalledTimes(2));
  });

  it('throws away what the compiler says of an older version', async () => {
    const answers: ((said: readonly SourceMessage[]) => void)[] = [];
    const checkSource = vi.fn(
      () =>
        new Promise<ReturnType<typeof ok<readonly SourceMessage[]>>>((resolve) =>
          answers.push((said) => resolve(ok(said))),
        ),
    );
    start({}, { checkSource });
    press('Check');
    await waitFor(() => expect(answers).toHaveLength(1));
    write(mine);
    await waitFor(() => expect(answers).toHaveLength(2));
    const say = (at: number, message: string) =>
      act(async () => answers[at]?.([{ type: 'error', line: 1, column: 1, length: 0, text: message }]));
    await say(1, 'of the newer one');
    await say(0, 'of the older one');
    expect(screen.queryByText(/of the older one/)).toBeNull();
    expect(screen.getByText(/of the newer one/)).toBeTruthy();
  });

  it('says so where the compiler met a fault, and waits for the next click', async () => {
    const lost: Fault = { kind: 'device-lost', message: 'The GPU was reset.' };
    const checkSource = vi.fn(async () => err(lost));
    start({}, { checkSource });
    press('Check');
    await screen.findByText(/The GPU was reset/);
    write(mine);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(checkSource).toHaveBeenCalledOnce();
    checkSource.mockRejectedValueOnce(new Error('offline'));
    press('Check');
    await screen.findByText(/The compiler did not load/);
  });

  it('opens without WebGPU: the source can be read and edited, and the reason stands there', () => {
    const support: Fault = { kind: 'no-webgpu', message: 'This browser has no WebGPU.' };
    start({}, { support });
    expect(screen.getByText(/This browser has no WebGPU\. You can read and edit/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run the kernel' }).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Check' }).disabled).toBe(true);
    write(mine);
    expect(screen.getByText('edited: 1 line changed')).toBeTruthy();
  });

  it('keeps a version for each kernel, and gives it up by Reset', () => {
    const { drafts } = start();
    write(mine);
    const choice = screen.getByRole('combobox', { name: 'Kernel' });
    fireEvent.change(choice, { target: { value: 'matmul/strided' } });
    expect(drafts.get('matmul/strided')).toBeNull();
    fireEvent.change(choice, { target: { value: KERNEL } });
    expect(text()).toBe(mine);
    press('Reset to the original');
    expect(text()).toBe(kernel.source);
    expect(drafts.get(KERNEL)).toBeNull();
  });

  it('is as it was left after another view was in front: text, selection and what can be undone', () => {
    const document = withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, problem: PROBLEM });
    const { store } = renderPanel(<InThePage />, { document: withView(document, pageView, { view: EDITOR_PAGE }) });
    write(mine);
    act(() => codeMirror().dispatch({ selection: { anchor: 7 } }));
    act(() => store.actions.showPage('roofline'));
    expect(screen.queryByRole('textbox', { name: `WGSL of ${KERNEL}` })).toBeNull();
    act(() => store.actions.showPage(EDITOR_PAGE));
    expect(text()).toBe(mine);
    expect(codeMirror().state.selection.main.anchor).toBe(7);
    act(() => void undo(codeMirror()));
    expect(text()).toBe(kernel.source);
  });

  it('takes a source with other ends of lines as the same', () => {
    const carried = { kernel: KERNEL, source: mine.replaceAll('\n', '\r\n'), constants: {} };
    const { drafts } = start({
      document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, carried: [carried] }),
    });
    press('Show the source');
    press('Put it into the editor');
    expect(drafts.get(KERNEL)?.source).toBe(mine);
    expect(screen.getByText('edited: 1 line changed')).toBeTruthy();
  });

  it('says so where smaller sizes were measured for lack of memory', async () => {
    const runEdited = vi.fn();
    const { store } = start({}, { runEdited });
    runEdited.mockImplementation(() => store.actions.startMeasuring());
    press('Run the kernel');
    act(() => store.actions.finishMeasuring(sampleRun({ measurements: [sampleMeasurement()], faults: [] })));
    expect((await screen.findByRole('region', { name: 'Result' })).textContent).toContain('smaller ones were measured');
  });

  it('takes in no text longer than it compiles', () => {
    start();
    write('x'.repeat(65_537));
    expect(text()).toBe(kernel.source);
    expect(screen.getByRole('alert').textContent).toContain('65,536 characters');
    write(mine);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('has a slider for each constant that is not a size, and takes the workgroups', () => {
    const { services } = start();
    write(`override STEP: u32 = 4u;\n${kernel.source}`);
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: /STEP/ });
    expect([slider.min, slider.max, slider.value]).toEqual(['1', '16', '4']);
    fireEvent.change(slider, { target: { value: '7' } });
    const x = screen.getByRole('textbox', { name: 'x' });
    fireEvent.change(x, { target: { value: '5' } });
    fireEvent.blur(x);
    press('Run the edited kernel');
    const asked = handed(services.runEdited);
    expect(asked?.overrides(PROBLEM)).toEqual({ STEP: 7, M: 9, N: 8, K: 7 });
    expect(asked?.workgroups(PROBLEM)).toEqual([5, 1, 1]);
    press('Back to 4');
    press(/As the original/);
    press('Run the edited kernel');
    expect(handed(services.runEdited)?.overrides(PROBLEM)).toEqual({ M: 9, N: 8, K: 7 });
  });

  it('opens on sizes that the kernel does not take, as a link may bring them, and says which', () => {
    start({ document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, problem: { m: 0, n: 8, k: 7 } }) });
    expect(screen.getByText(/M, rows of A and C must be a whole number from 1/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Check' }).disabled).toBe(true);
  });

  it('refuses a problem past the limits with the limit’s name', () => {
    start({
      document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, problem: { m: 200_000, n: 200_000, k: 7 } }),
    });
    expect(screen.getByText(/maxStorageBufferBindingSize/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run the kernel' }).disabled).toBe(true);
  });
});

describe('what became of a run', () => {
  const version = { source: mine, constants: {} };
  const edited = { ...version, hash: editedHash(version) };
  const at = '2999-01-01T00:00:00.000Z';
  const both = [
    sampleMeasurement({ problem: PROBLEM, role: 'edited', edited, at }),
    sampleMeasurement({ problem: PROBLEM, at }),
  ];

  /** A Run of a person's version is under way. */
  function startRunning() {
    const runEdited = vi.fn();
    const panel = start({}, { runEdited });
    runEdited.mockImplementation(() => panel.store.actions.startMeasuring());
    write(mine);
    press('Run the edited kernel');
    return panel;
  }

  it('right: times, the ratio with its interval, and the way to the roofline', async () => {
    const { store } = startRunning();
    act(() => store.actions.finishMeasuring(sampleRun({ measurements: both })));
    const result = await screen.findByRole('region', { name: 'Result' });
    expect(result.textContent).toContain('Right. 16 of 64 rows');
    expect(result.textContent).toContain('take the same time here');
    press('Show both on the roofline');
    expect(store.getState().document.views['page']).toBeUndefined();
  });

  it('wrong: the sentence and the first mismatches, no point; and the source is kept', async () => {
    const { store, drafts } = startRunning();
    const fault: Fault = {
      kind: 'wrong-result',
      message: 'The edited source gives a wrong result.',
      kernel: KERNEL,
      mismatches: [
        { row: 3, column: 4, got: Number.POSITIVE_INFINITY, expected: 1.5 },
        { row: 5, column: 6, got: null, expected: -2 },
      ],
    };
    act(() => store.actions.finishMeasuring(sampleRun({ measurements: [], faults: [fault] })));
    const table = await screen.findByRole('table', { name: 'The first mismatches' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(
      rows.map((row) =>
        within(row)
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      ),
    ).toEqual([
      ['3', '4', 'infinity', '1.5'],
      ['5', '6', 'nothing', '−2'],
    ]);
    expect(screen.getByText(/workgroups that never ran/)).toBeTruthy();
    expect(screen.queryByText('Right.')).toBeNull();
    expect(drafts.get(KERNEL)?.source).toBe(mine);
    expect(screen.queryByText(/before your last change/)).toBeNull();
    write(`${mine}// mended`);
    expect(screen.getByText(/before your last change/)).toBeTruthy();
  });
});

describe('a source that hung the GPU', () => {
  it('is not compiled at once on a GPU that may be stuck; what mends it is', async () => {
    const runEdited = vi.fn();
    const { store, services } = start({}, { runEdited });
    runEdited.mockImplementation(() => store.actions.startMeasuring());
    write(mine);
    press('Run the edited kernel');
    const hung: Fault = { kind: 'watchdog', message: 'The edited source kept the GPU from answering.', kernel: KERNEL };
    act(() => store.actions.failMeasuring(hung));
    expect((await screen.findByRole('region', { name: 'Result' })).textContent).toContain(
      'kept the GPU from answering',
    );
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(services.checkSource).not.toHaveBeenCalled();
    write(`${mine}// mended`);
    await waitFor(() => expect(services.checkSource).toHaveBeenCalledOnce());
  });
});

describe('a source that a link carries', () => {
  const carried = { kernel: KERNEL, source: '<script>alert(1)</script> // theirs', constants: { TILE: 3 } };
  const withIt = { document: withView(DEFAULT_DOCUMENT, editorView, { kernel: 'matmul/strided', carried: [carried] }) };

  it('is shown by a click and taken by another; nothing is compiled or run on the way', async () => {
    const { store, services, drafts } = start(withIt);
    expect(screen.getByText(/carries edited WGSL/)).toBeTruthy();
    expect(document.body.textContent).not.toContain('theirs');
    press('Show the source');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'The carried WGSL' }).value).toBe(carried.source);
    expect(screen.getByText('With TILE = 3.')).toBeTruthy();
    expect(document.querySelector('script')).toBeNull();
    press('Put it into the editor');
    expect(text()).toBe(carried.source);
    expect(drafts.get(KERNEL)).toEqual({ source: carried.source, constants: carried.constants });
    expect(settingsOf(store.getState().document, editorView).carried).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(services.checkSource).not.toHaveBeenCalled();
    expect(services.runEdited).not.toHaveBeenCalled();
  });

  it('is not compiled by a pause in typing that was asked for before it came', async () => {
    const { store, services } = start();
    press('Check');
    await waitFor(() => expect(services.checkSource).toHaveBeenCalledOnce());
    act(() => store.actions.setView(editorView, { carried: [carried] }));
    press('Show the source');
    press('Put it into the editor');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(services.checkSource).toHaveBeenCalledOnce();
  });

  it('is read as it is compiled: what turns the direction of text is shown as what it is', () => {
    const source = 'let a = 1; // \u202e ;2 = a \u2069 \u202a';
    const turned = { ...carried, source };
    const { drafts } = start({
      document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, carried: [turned] }),
    });
    press('Show the source');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'The carried WGSL' }).value).toBe(
      'let a = 1; // ⟨U+202E⟩ ;2 = a ⟨U+2069⟩ ⟨U+202A⟩',
    );
    press('Put it into the editor');
    expect(drafts.get(KERNEL)?.source).toBe(source);
    expect(document.querySelectorAll('.cm-specialChar')).toHaveLength(3);
  });

  it('of a kernel that is not here can be read and discarded, and is put nowhere', () => {
    const unknown = { ...carried, kernel: 'matmul/of-another-version' };
    const { store } = start({
      document: withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, carried: [unknown] }),
    });
    press('Show the source');
    expect(screen.getByText(/There is no kernel matmul\/of-another-version here/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Put it/ })).toBeNull();
    press('Discard it');
    expect(settingsOf(store.getState().document, editorView).carried).toEqual([]);
  });

  it('leaves the person’s own version alone until told, and can be discarded', () => {
    const { drafts } = start({ document: withView(withIt.document, editorView, { kernel: KERNEL }) });
    write(mine);
    press('Show the source');
    expect(screen.getByRole('button', { name: 'Put it in place of my version' })).toBeTruthy();
    press('Discard it');
    expect(screen.queryByText(/carries edited WGSL/)).toBeNull();
    expect(drafts.get(KERNEL)?.source).toBe(mine);
  });
});
