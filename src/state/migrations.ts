import { DOCUMENT_VERSION } from './document.ts';
import { isRecord } from './json.ts';

type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * Step n takes a document of version n + 1 to version n + 2. Append only: links of every version stay in the world. The
 * first change of the document's meaning adds the first step.
 */
const MIGRATIONS: readonly Migration[] = [];

/** A document of any known version as one of this version. One of a later version is left for validation to judge. */
export function migrate(json: unknown, migrations = MIGRATIONS, target = DOCUMENT_VERSION as number): unknown {
  if (!isRecord(json)) return json;
  let document = json;
  let version = typeof json['version'] === 'number' ? json['version'] : 1;
  for (; version >= 1 && version < target; version++) {
    const step = migrations[version - 1];
    if (!step) break;
    document = { ...step(document), version: version + 1 };
  }
  return document;
}
