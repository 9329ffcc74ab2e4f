import { useState } from 'react';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { FileButton } from './file-button.tsx';
import { download, readJson } from './files.ts';
import { Notice } from './notice.tsx';

interface JsonFilesProps {
  readonly className: string | undefined;
  /** What is read and written, as a sentence names it: `stack`, `machine`. */
  readonly noun: string;
  /** Name of the exported file. */
  readonly fileName: string;
  readonly toJson: () => unknown;
  /** Takes what was read, or says which field does not fit. */
  readonly load: (json: unknown) => { readonly name: string } | { readonly fault: string };
}

/** Import from a file and export to one. A file that does not fit changes nothing and says which field. */
export function JsonFiles({ className, noun, fileName, toJson, load }: JsonFilesProps) {
  const [fault, setFault] = useState<string | null>(null);
  const onFile = async (file: File) => {
    const json = await readJson(file);
    if (!json.ok) return setFault(json.error);
    const loaded = load(json.value);
    if ('fault' in loaded) return setFault(`${file.name}: ${loaded.fault}. The ${noun} in view is as it was.`);
    setFault(null);
    announce(`${loaded.name} imported.`);
  };
  return (
    <>
      <span className={className}>
        <FileButton label="Import" accept=".json,application/json" onFile={(file) => void onFile(file)} />
        <Button
          look="quiet"
          onClick={() => download(fileName, 'application/json', `${JSON.stringify(toJson(), null, 1)}\n`)}
        >
          Export
        </Button>
      </span>
      {fault && (
        <Notice tone="fault" onDismiss={() => setFault(null)}>
          {fault}
        </Notice>
      )}
    </>
  );
}
