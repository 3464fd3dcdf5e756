/** 张*: as names stand wherever they are not needed in full; the rule of the server. */
export function maskName(name: string): string {
  const letters = [...name]
  return letters.length <= 1 ? '*' : `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 2))}`
}
