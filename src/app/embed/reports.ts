import type { HostLink } from '#embed/host-link.ts';

/** Tells the host what went wrong; the console still has it. */
export function reportErrors(self: Window, host: HostLink): void {
  self.addEventListener('error', ({ message }) => {
    if (message) host.post({ type: 'error', message });
  });
  self.addEventListener('unhandledrejection', ({ reason }) =>
    host.post({ type: 'error', message: reason instanceof Error ? reason.message : String(reason) }),
  );
}
