import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { duplicateItem, moveItem, moveItemBy, removeItem } from '#model/workload/edit.ts';
import { groupItems, ungroup } from '#model/workload/edit-group.ts';
import type { Stack } from '#model/workload/layer.ts';
import { announce } from '../controls/announce.tsx';
import { cx } from '../controls/cx.ts';
import { useDrag } from '../controls/use-drag.ts';
import { FILLS_WINDOW, useMedia } from '../use-media.ts';
import type { Row } from './rows.ts';
import styles from './stack.module.css';
import { type RowActions, StackContext } from './stack-context.ts';
import { StackRow } from './stack-row.tsx';

interface StackListProps {
  readonly stack: Stack;
  readonly rows: readonly Row[];
  readonly stale: boolean;
  readonly current: string | null;
  readonly onOpen: (path: string | null) => void;
  readonly onEdit: (change: (stack: Stack) => Stack) => void;
  readonly onAddAfter: (path: string) => void;
  readonly boundName: (id: string) => string;
}

const groupOf = (path: string | null) => (path?.includes('/') ? (path.split('/')[0] ?? null) : null);

/** The rows in order, reordered by handle, keys or buttons. Arrow keys walk them; one row is in the tab order. */
export function StackList(props: StackListProps) {
  const { stack, rows, current, onOpen, onEdit } = props;
  const list = useRef<HTMLOListElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const { drag, handleFor } = useDrag((path, to) => {
    onEdit((now) => moveItem(now, path, to));
    announce(`${path} moved to place ${to + 1}.`);
  });
  const isOpen = (row: Row) => expanded.has(row.path) || groupOf(current) === row.path;
  const visible = rows.flatMap((row) => (row.children && isOpen(row) ? [row, ...row.children] : [row]));
  const focusable = visible.find((row) => row.path === current)?.path ?? visible[0]?.path ?? null;
  const largest = Math.max(0, ...rows.map((row) => row.share ?? 0));

  // Compared, not put into a selector: a name may hold any character.
  const focusRow = (path: string | undefined) =>
    [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
      .find((row) => row.dataset['row'] === path)
      ?.focus();
  // A dot pressed on the chart opens its row: it comes into view, but never moves a page that scrolls as a whole.
  const fills = useMedia(FILLS_WINDOW);
  useEffect(() => {
    if (!fills || current === null) return;
    list.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [fills, current]);
  const act: RowActions = {
    moveBy: (row, step) => {
      const to = row.index + step;
      if (to < 0 || to >= row.count) return;
      onEdit((now) => moveItemBy(now, row.path, step));
      announce(`${row.name} moved to place ${to + 1} of ${row.count}.`);
    },
    duplicate: (row) => {
      onEdit((now) => duplicateItem(now, row.path));
      announce(`${row.name} duplicated.`);
    },
    repeat: (row) => {
      onEdit((now) => groupItems(now, row.path, row.path, 2, row.name));
      announce(`${row.name} repeats twice.`);
    },
    ungroup: (row) => {
      onEdit((now) => ungroup(now, row.path));
      announce(`The layers of ${row.name} stand by themselves, once.`);
      onOpen(null);
    },
    addAfter: (row) => props.onAddAfter(row.path),
    remove: (row) => {
      const at = visible.findIndex((other) => other.path === row.path);
      const next = visible[at + 1] ?? visible[at - 1];
      onEdit((now) => removeItem(now, row.path));
      announce(`${row.name} removed. Undo brings it back.`);
      onOpen(null);
      focusRow(next?.path);
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const path = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
    const at = visible.findIndex((row) => row.path === path);
    const row = visible[at];
    if (!row) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (step && event.altKey) {
      act.moveBy(row, step);
    } else if (step) focusRow(visible[at + step]?.path);
    else if (event.key === 'Home') focusRow(visible[0]?.path);
    else if (event.key === 'End') focusRow(visible.at(-1)?.path);
    else if (event.key === 'Delete') act.remove(row);
    else if (event.key === 'ArrowRight' && row.children && !isOpen(row)) toggle(row);
    else if (event.key === 'ArrowLeft' && row.children && isOpen(row)) toggle(row);
    else return;
    event.preventDefault();
  };
  const toggle = (row: Row) => {
    const next = new Set(expanded);
    if (isOpen(row)) next.delete(row.path);
    else next.add(row.path);
    if (groupOf(current) === row.path) onOpen(null);
    setExpanded(next);
  };
  const { boundName } = props;
  const value = { stack, edit: onEdit, current, open: onOpen, focusable, drag, handleFor, act, boundName };
  return (
    <StackContext value={value}>
      <ol ref={list} className={cx(styles['list'], props.stale && styles['stale'])} onKeyDown={onKeyDown}>
        {rows.map((row) =>
          row.children ? (
            <StackRow key={row.path} row={row} largest={largest} expanded={isOpen(row)} onExpand={() => toggle(row)}>
              {isOpen(row) && (
                <ol className={styles['inner']}>
                  {row.children.map((child) => (
                    <StackRow key={child.path} row={child} largest={largest} />
                  ))}
                </ol>
              )}
            </StackRow>
          ) : (
            <StackRow key={row.path} row={row} largest={largest} />
          ),
        )}
      </ol>
    </StackContext>
  );
}
