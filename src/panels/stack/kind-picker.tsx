import { useState } from 'react';
import type { LayerKind } from '#model/workload/layer.ts';
import { layerKinds } from '#model/workload/registry.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { Glyph } from './glyph.tsx';
import styles from './stack.module.css';

const CATEGORIES: readonly (readonly [LayerKind['category'], string])[] = [
  ['matmul', 'Matrix products'],
  ['convolution', 'Convolution'],
  ['attention', 'Attention'],
  ['pooling', 'Pooling'],
  ['normalisation', 'Normalisation'],
  ['activation', 'Activation'],
  ['elementwise', 'Elementwise'],
  ['data', 'Data'],
];

interface KindPickerProps {
  /** Where the layer will go, in words. */
  readonly where: string;
  readonly onPick: (kind: string) => void;
  readonly onClose: () => void;
}

/** Every kind of layer, by category, with what it does; a few letters narrow the list. */
export function KindPicker({ where, onPick, onClose }: KindPickerProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = layerKinds.filter(({ kind, title, describe }) =>
    `${kind} ${title} ${describe}`.toLowerCase().includes(wanted),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what a button opened
    <div
      className={styles['picker']}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={styles['pickerHead']}>
        <b>Add a layer {where}</b>
        <Button look="icon" aria-label="Close" onClick={onClose}>
          ×
        </Button>
      </div>
      <input
        className={controls['input']}
        type="search"
        aria-label="Search the kinds of layer"
        placeholder="Search"
        value={search}
        // biome-ignore lint/a11y/noAutofocus: opened by a press; the next thing one does is to type
        autoFocus
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles['kinds']}>
        {CATEGORIES.map(([category, title]) => {
          const kinds = shown.filter((kind) => kind.category === category);
          return (
            kinds.length > 0 && (
              <div key={category}>
                <h3>{title}</h3>
                <ul>
                  {kinds.map((kind) => (
                    <li key={kind.kind}>
                      <button type="button" className={styles['kind']} onClick={() => onPick(kind.kind)}>
                        <Glyph category={category} title={title} />
                        <span>
                          {kind.title}
                          <small>{kind.describe}</small>
                        </span>
                      </button>
                    </li>
                  ))}
                </ul>
              </div>
            )
          );
        })}
        {shown.length === 0 && <p className={styles['empty']}>No kind of layer has “{search}” in its name.</p>}
      </div>
    </div>
  );
}
