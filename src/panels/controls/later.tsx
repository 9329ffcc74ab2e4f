import { Component, type ReactNode, Suspense } from 'react';
import { Notice } from './notice.tsx';

interface BoundaryProps {
  readonly message: string;
  readonly children: ReactNode;
}

/** A part that fails leaves a sentence in its place, and the rest of the page as it is. */
export class Boundary extends Component<BoundaryProps, { readonly detail: string | null }> {
  override state: { readonly detail: string | null } = { detail: null };
  static getDerivedStateFromError(error: unknown) {
    return { detail: error instanceof Error ? error.message : String(error) };
  }
  override render() {
    if (this.state.detail === null) return this.props.children;
    return (
      <Notice tone="fault">
        {this.props.message} <small>({this.state.detail})</small>
      </Notice>
    );
  }
}

interface LaterProps {
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page that is loaded when it is opened, which a lost connection may keep from coming. */
export const Later = ({ fallback = null, children }: LaterProps) => (
  <Boundary message="This part of the page did not load: you may be offline. Reload the page to try again.">
    <Suspense fallback={fallback}>{children}</Suspense>
  </Boundary>
);
