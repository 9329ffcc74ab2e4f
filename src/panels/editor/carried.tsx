import type { CarriedEdit } from '#state/views/editor.ts';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import styles from './editor.module.css';

interface CarriedProps {
  readonly carried: CarriedEdit;
  /** Whether there is such a kernel here. */
  readonly known: boolean;
  readonly shown: boolean;
  /** Whether the person has a version of their own, which it would take the place of. */
  readonly replaces: boolean;
  readonly onShow: () => void;
  readonly onTake: () => void;
  readonly onDiscard: () => void;
}

/** Characters that change the direction of the text after them: what is read would not be what is compiled (CVE-2021-42574). */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const asWritten = (source: string): string =>
  source.replace(DIRECTIONS, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** A source that came with a link or a run: shown by a click, taken by another, and till then neither compiled nor run. */
export function Carried({ carried, known, shown, replaces, onShow, onTake, onDiscard }: CarriedProps) {
  const { kernel, source, constants, workgroups } = carried;
  const also = [
    ...Object.entries(constants).map(([name, value]) => `${name} = ${value}`),
    ...(workgroups ? [`${workgroups.join(' × ')} workgroups`] : []),
  ];
  return (
    <Notice>
      <p className={styles['notice']}>
        <b>This link or run carries edited WGSL</b> for {kernel}, {source.length.toLocaleString('en')} characters,
        written by whoever made it. It has not been compiled or run here{shown ? ': read it first.' : '.'}
      </p>
      {shown && (
        <>
          <textarea
            className={styles['carried']}
            readOnly
            rows={14}
            aria-label="The carried WGSL"
            value={asWritten(source)}
          />
          {!known && <p className={styles['soft']}>There is no kernel {kernel} here, so it can be read and not run.</p>}
          {also.length > 0 && <p className={styles['soft']}>With {also.join(', ')}.</p>}
        </>
      )}
      <span className={styles['buttons']}>
        {shown ? (
          known && (
            <Button onClick={onTake}>{replaces ? 'Put it in place of my version' : 'Put it into the editor'}</Button>
          )
        ) : (
          <Button onClick={onShow}>Show the source</Button>
        )}
        <Button look="quiet" onClick={onDiscard}>
          Discard it
        </Button>
      </span>
    </Notice>
  );
}
