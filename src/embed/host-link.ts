import { type EmbedEvent, embedMessage, type HostCommand, parseHostMessage } from './protocol.ts';

/** The embed's end of the line to the page that holds it. Without such a page it says and hears nothing. */
export interface HostLink {
  post(event: EmbedEvent): void;
  /** Calls back for each command on the list; returns how to stop. */
  listen(onCommand: (command: HostCommand) => void): () => void;
}

/**
 * A command counts when it comes from the parent window itself and, where the browser tells the parent's origin, from
 * that origin: a sibling frame or a page that navigated away is not heard.
 */
export function hostLink(self: Window): HostLink {
  const parent = self.parent === self ? null : self.parent;
  return {
    post: (event) => parent?.postMessage(embedMessage(event), '*'),
    listen: (onCommand) => {
      const receive = (event: MessageEvent<unknown>) => {
        if (parent === null || event.source !== parent) return;
        const expected = parentOrigin(self);
        if (expected !== null && event.origin !== expected) return;
        const command = parseHostMessage(event.data);
        if (command) onCommand(command);
      };
      self.addEventListener('message', receive);
      return () => self.removeEventListener('message', receive);
    },
  };
}

/** Origin of the page that holds this one; null where the browser does not say (Firefox without a referrer). */
function parentOrigin(self: Window): string | null {
  const [nearest] = self.location.ancestorOrigins ?? [];
  if (nearest !== undefined) return nearest;
  try {
    return new URL(self.document.referrer).origin;
  } catch {
    return null;
  }
}
