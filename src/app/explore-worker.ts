/** Answers one question about a layer or a stack in a worker of its own. */
import { type Answer, explore, type Question } from '#model/analysis/explore.ts';

interface Line {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(message: Answer): void;
}

const line = globalThis as unknown as Line;
line.onmessage = ({ data }) => line.postMessage(explore(data));
