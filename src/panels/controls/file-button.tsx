import { useRef } from 'react';
import { Button } from './button.tsx';
import styles from './controls.module.css';

interface FileButtonProps {
  readonly label: string;
  readonly accept: string;
  /** More than the label says, on hover. */
  readonly title?: string;
  readonly onFile: (file: File) => void;
}

/** A button that opens the file chooser. */
export function FileButton({ label, accept, title, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" title={title} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        className={styles['hidden']}
        aria-label={`${label}: file`}
        tabIndex={-1}
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file chosen twice must be read twice.
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
