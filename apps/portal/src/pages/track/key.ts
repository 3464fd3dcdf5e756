/** Number and code as people have them: typed, or pasted with the whole message around them. */
export interface TypedKey {
  readonly number: string
  readonly code: string
}

/** Finds both in a pasted message (“…编号 松滋-2026-000123，查询码 123456”); null when it is no such message. */
export function keyInMessage(text: string): TypedKey | null {
  const number = /(?:编号|[Nn]umber)[:：\s]*([^\s，,。;；]+)/.exec(text)?.[1]
  const code = /(?:查询码|[Cc]ode)[:：\s]*(\d{6})(?!\d)/.exec(text.normalize('NFKC'))?.[1]
  return number && code ? { number, code } : null
}

export function tidyNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[–—−]/g, '-')
}

export function tidyCode(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '')
}
