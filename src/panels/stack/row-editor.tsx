import { setTimes } from '#model/workload/edit.ts';
import { MAX_TIMES } from '#model/workload/resolve.ts';
import { IntegerField } from '../controls/integer-field.tsx';
import { LayerEditor, NameField } from './layer-editor.tsx';
import { layerAt, type Row } from './rows.ts';
import styles from './stack.module.css';
import { useStackContext } from './stack-context.ts';

/** The form under a row: a layer's, or a repeat group's name and count. */
export function RowEditor({ row }: { row: Row }) {
  const { stack, edit, open } = useStackContext();
  const layer = layerAt(stack, row.path);
  if (layer) return <LayerEditor stack={stack} path={row.path} layer={layer} onEdit={edit} onRename={open} />;
  return (
    <div className={styles['editor']}>
      <NameField stack={stack} path={row.path} name={row.name} onEdit={edit} onRename={open} />
      <IntegerField
        label="Times"
        help="Analysed once, counted this often."
        value={row.times}
        min={1}
        max={MAX_TIMES}
        onCommit={(times) => edit((current) => setTimes(current, row.path, times))}
      />
    </div>
  );
}
