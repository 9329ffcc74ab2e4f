import { err, ok, type Result } from '#core/result.ts';

/** Hands a text or an image to the person as a file. */
export function download(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The click has taken the URL by now in every engine; a frame of grace costs nothing.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const LARGEST_FILE = 20e6;

/** The JSON of a file, or a sentence that names the file. */
export async function readJson(file: File): Promise<Result<unknown, string>> {
  if (file.size > LARGEST_FILE) return err(`${file.name} is larger than 20 MB: it is not a Ridgepoint file.`);
  try {
    return ok(JSON.parse(await file.text()) as unknown);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return err(`${file.name} is not JSON (${detail}). Choose a file that Ridgepoint exported.`);
  }
}
