import type { Answer } from '@linli/contract/questions'
import { Open311Fault } from './open311-format.ts'

/** Arguments by name; only those that say something. */
export type Fields = Readonly<Record<string, string | undefined>>

export interface Arguments {
  readonly fields: Fields
  /** `attribute[code]=value`, or `attribute[code][]=value` once for each. */
  readonly attributes: readonly Answer[]
  readonly mediaUrls: readonly string[]
}

const ATTRIBUTE = /^attribute\[([^\]]{1,100})\](?:\[\d*\])?$/
const MEDIA = /^media_url(?:\[\d*\])?$/
const MOST_ATTRIBUTES = 40
const MOST_VALUES = 50
const LONGEST_VALUE = 1000

/** Reads what stands in an address and in a form; the form's word holds. An empty argument counts as one not sent. */
export function argumentsIn(address: URLSearchParams, form: URLSearchParams): Arguments {
  const fields = new Map<string, string>()
  const attributes = new Map<string, string[]>()
  const mediaUrls = new Set<string>()
  for (const [name, value] of [...address, ...form]) {
    if (value.trim() === '') continue
    const code = ATTRIBUTE.exec(name)?.[1]
    if (code !== undefined) attributes.set(code, [...(attributes.get(code) ?? []), value.trim()])
    else if (MEDIA.test(name)) mediaUrls.add(value.trim().slice(0, 2000))
    else fields.set(name, value)
  }
  refuseTooMuch(attributes)
  return {
    fields: Object.fromEntries(fields),
    attributes: [...attributes].map(([code, values]) => ({ code, values: [...new Set(values)] })),
    mediaUrls: [...mediaUrls],
  }
}

function refuseTooMuch(attributes: ReadonlyMap<string, readonly string[]>): void {
  if (attributes.size > MOST_ATTRIBUTES)
    throw new Open311Fault(400, `there may be ${MOST_ATTRIBUTES} attributes at most`)
  for (const [code, values] of attributes) {
    if (values.length > MOST_VALUES || values.some((value) => value.length > LONGEST_VALUE))
      throw new Open311Fault(
        400,
        `attribute[${code}] may have ${MOST_VALUES} values of ${LONGEST_VALUE} characters at most`,
      )
  }
}
