/** 张*: the first letter stays, the rest becomes one star per letter, at most two. */
function name(value: string): string {
  const letters = [...value]
  return letters.length <= 1 ? '*' : `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 2))}`
}

/** 138****1234: enough to tell two apart, not enough to call. */
function phone(value: string): string {
  return value.length < 7 ? '****' : `${value.slice(0, 3)}****${value.slice(-4)}`
}

/** **************002X: the end is enough to compare with a document in the hand. */
function document(value: string): string {
  return value.length < 8 ? '****' : `${'*'.repeat(value.length - 4)}${value.slice(-4)}`
}

function person(value: { name: string | null; phone: string | null }): { name: string | null; phone: string | null } {
  return {
    name: value.name === null ? null : name(value.name),
    phone: value.phone === null ? null : phone(value.phone),
  }
}

/** z****@example.org: the mailbox's first letter and where it lies. */
function email(value: string): string {
  const at = value.lastIndexOf('@')
  return at < 1 ? '****' : `${[...value][0]}****${value.slice(at)}`
}

const privateNumber = /(?<![\w/])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8}|\d{15,19}[xX]?)(?!\w)/g

/** Free words that strangers may read: telephone, identity and card numbers in them are blotted out. */
function numbers(value: string): string {
  return value.replaceAll(privateNumber, '****')
}

/** How personal values look wherever they are not needed in full. */
export const mask = { name, phone, document, person, email, numbers }
