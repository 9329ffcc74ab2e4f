import { createContext, type PointerEvent, useContext } from 'react';
import type { Stack } from '#model/workload/layer.ts';
import type { Drag } from '../controls/use-drag.ts';
import type { Row } from './rows.ts';

/** What a row can have done to it. */
export interface RowActions {
  readonly moveBy: (row: Row, step: 1 | -1) => void;
  readonly duplicate: (row: Row) => void;
  readonly repeat: (row: Row) => void;
  /** Takes a repeat group apart. */
  readonly ungroup: (row: Row) => void;
  readonly addAfter: (row: Row) => void;
  readonly remove: (row: Row) => void;
}

export interface StackContextValue {
  readonly stack: Stack;
  readonly edit: (change: (stack: Stack) => Stack) => void;
  /** Row that is open, by path. */
  readonly current: string | null;
  readonly open: (path: string | null) => void;
  /** The one row in the tab order: arrow keys go on from it. */
  readonly focusable: string | null;
  readonly drag: Drag | null;
  readonly handleFor: (path: string) => {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
  readonly act: RowActions;
  /** Name of a tier, or compute. */
  readonly boundName: (id: string) => string;
}

export const StackContext = createContext<StackContextValue | null>(null);

export function useStackContext(): StackContextValue {
  const value = useContext(StackContext);
  if (!value) throw new Error('a row stands outside the stack');
  return value;
}
