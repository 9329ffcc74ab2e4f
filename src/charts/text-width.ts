/** Widths in em of a wide sans-serif (DejaVu Sans), so that estimated labels are never shorter than real ones. */
const NARROW = new Set("iljtf.,:;'|!()[] \u00a0/·-I1");
const WIDE = new Set('mwMW%@→');

function characterWidth(character: string): number {
  if (NARROW.has(character)) return 0.4;
  if (WIDE.has(character)) return 0.97;
  if (character >= 'A' && character <= 'Z') return 0.72;
  if (character === '×' || character === '−' || character === '+' || character === '±') return 0.84;
  return 0.63;
}

/** Estimated pixels of a line of text, on the generous side; layout must not need a browser. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let em = 0;
  for (const character of text) em += characterWidth(character);
  return em * fontSize * (bold ? 1.09 : 1);
}
