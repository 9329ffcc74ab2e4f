import { cancelled, type Fault } from '../record/fault.ts';
import type { OpenRunner } from '../runner.ts';
import { unsupported } from './fault-sentences.ts';
import { type Answer, type Line, parseQuestion, type RemoteRequest } from './messages.ts';

/**
 * The worker's side: opens an engine of its own, says so, and answers each question. What it does not understand it leaves
 * unanswered. A bug goes to `raise`, which ends the worker for the page.
 */
export async function serveRunner(line: Line, open: OpenRunner, raise: (error: unknown) => void): Promise<void> {
  const opened = await open(new AbortController().signal);
  if (!opened.ok) throw new Error(opened.error.message);
  const runner = opened.value;
  const turns = new Map<number, AbortController>();
  const say = (answer: Answer) => line.postMessage(answer);
  const refuse = (turn: number, fault: Fault) => say({ type: 'fault', turn, fault });

  const measure = async (turn: number, { kernel: id, ...request }: RemoteRequest) => {
    const kernel = runner.kernel(id);
    if (kernel === undefined) return refuse(turn, unsupported(id, 'This engine has no such kernel.'));
    const stopping = new AbortController();
    turns.set(turn, stopping);
    const measured = await runner.measure({ ...request, kernel }, stopping.signal);
    turns.delete(turn);
    if (measured.ok) say({ type: 'measured', turn, measurement: measured.value });
    else refuse(turn, stopping.signal.aborted ? cancelled(id) : measured.error);
  };

  line.addEventListener('message', ({ data }) => {
    const question = parseQuestion(data);
    if (question === null) return;
    if (question.type === 'measure') measure(question.turn, question.request).catch(raise);
    else turns.get(question.turn)?.abort();
  });
  say({ type: 'open', adapter: runner.adapter, environment: runner.environment, clock: runner.clock });
}
