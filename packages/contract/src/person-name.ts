const LONGEST = 50

/** A name as it is kept: composed, one kind of middle dot, single spaces, nothing invisible. */
export function normaliseName(raw: string): string {
  return raw
    .normalize('NFC')
    .replaceAll(/[\u00b7\u2022\u2027\u30fb\uff0e\uff65]/gu, '·')
    .replaceAll('\u3000', ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ ?· ?/gu, '·')
    .trim()
}

/** What is wrong with a normalised name; null when nothing is. Rare Han letters are letters like others. */
export function checkName(name: string): 'length' | 'characters' | null {
  const letters = [...name].length
  if (letters < 1 || letters > LONGEST) return 'length'
  return /^[\p{L}\p{M}·' .\-〇]+$/u.test(name) && /\p{L}|〇/u.test(name) ? null : 'characters'
}
