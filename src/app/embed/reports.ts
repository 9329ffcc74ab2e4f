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

/** Tells the host how tall the content is, now and whenever it changes; the frame may follow or not. */
export function reportHeight(content: Element, host: HostLink): void {
  let told = -1;
  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    host.post({ type: 'height', height });
  };
  // At once as well: a frame outside the viewport gets no frames to observe in.
  tell();
  new ResizeObserver(tell).observe(content);
}
