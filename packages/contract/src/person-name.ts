const LONGEST = 50

/** A name as it is kept: composed, one kind of middle dot, single spaces, nothing invisible. */
export function normaliseName(raw: string): string {
  return (
    raw
      .normalize('NFC')
      .replaceAll(/[！-～]/gu, (letter) => letter.normalize('NFKC'))
      .replaceAll(/[\u2022\u2027\u2219\u22c5\u30fb\uff65]|(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·')
      .replaceAll(/[\u2018\u2019]/gu, "'")
      .replaceAll(/[\u2010\u2011]/gu, '-')
      .replaceAll(/\s+/gu, ' ')
      // Fillers of Hangul count as letters and show nothing.
      .replaceAll(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .replaceAll(/ ?· ?/gu, '·')
      .trim()
  )
}

/** What is wrong with a normalised name; null when nothing is. Rare Han letters are letters like others. */
export function checkName(name: string): 'length' | 'characters' | null {
  const letters = [...name].length
  if (letters < 1 || letters > LONGEST) return 'length'
  return /^[\p{L}\p{M}·' .\-〇]+$/u.test(name) && /\p{L}|〇/u.test(name) ? null : 'characters'
}
