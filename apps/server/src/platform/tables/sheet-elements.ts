import { TooLarge } from './zip-entries.ts'

/** No row of a list and no text in it is longer. */
const LONGEST_ELEMENT = 4 * 1024 * 1024

/**
 * Each element of one name, whole, out of XML that comes in pieces. It knows no more of XML than spreadsheets write: elements
 * of that name do not hold each other, and no attribute holds a bracket. Namespace prefixes are taken away.
 */
export async function* elementsIn(pieces: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let rest = ''
  let prefix: string | null = null
  for await (const piece of pieces) {
    rest += piece
    if (rest.length > LONGEST_ELEMENT) throw new TooLarge()
    if (prefix === null) {
      const root = /<(?:(\w+):)?[A-Za-z]\w*[\s>]/.exec(rest)
      if (!root) continue
      prefix = root[1] === undefined ? '' : `${root[1]}:`
    }
    let at = 0
    for (;;) {
      const from = openingOf(rest, `<${prefix}${name}`, at)
      if (from === -1) {
        // The beginning of a name may have come without its end.
        at = Math.max(at, rest.length - name.length - prefix.length - 2)
        break
      }
      const to = endOf(rest, from, `</${prefix}${name}>`)
      if (to === -1) {
        at = from
        break
      }
      const element = rest.slice(from, to)
      yield prefix === '' ? element : element.replaceAll(`<${prefix}`, '<').replaceAll(`</${prefix}`, '</')
      at = to
    }
    rest = rest.slice(at)
  }
}

function openingOf(text: string, opening: string, from: number): number {
  for (let at = text.indexOf(opening, from); at !== -1; at = text.indexOf(opening, at + 1)) {
    const next = text[at + opening.length]
    if (next === undefined) return -1
    if (/[\s/>]/.test(next)) return at
  }
  return -1
}

/** Behind the element that begins at `from`; -1 while its end has not come. */
function endOf(text: string, from: number, closing: string): number {
  const bracket = text.indexOf('>', from)
  if (bracket === -1) return -1
  if (text[bracket - 1] === '/') return bracket + 1
  const close = text.indexOf(closing, bracket)
  return close === -1 ? -1 : close + closing.length
}
