import type { PersonDocumentKind } from './people-shapes.ts'

/** What is wrong with a number; `@linli/client` holds the sentences (`document_<fault>`). */
export type DocumentFault =
  | 'length'
  | 'characters'
  | 'checksum'
  | 'birth'
  | 'birth_early'
  | 'birth_future'
  | 'region'
  | 'old'

export type CheckedDocument =
  | {
      readonly ok: true
      /** As it is kept: half-width, without spaces and hyphens, capital letters. */
      readonly number: string
      readonly birthOn?: string
      readonly sex?: 'male' | 'female'
    }
  | { readonly ok: false; readonly fault: DocumentFault }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkLetters = '10X98765432'
const OLDEST_YEARS = 130

/** Nobody whom a register has was born before this day: an earlier one is a slip of the pen. */
export const earliestBirth = (today: string) => `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`

/** The 18th letter of a number whose first 17 digits are given (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkLetterOf(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  // The remainder is 0…10, and there are eleven letters.
  return checkLetters[sum % 11] ?? ''
}

/** First two digits of GB/T 2260: provinces, and 81, 82, 83 of residence permits for Hong Kong, Macao and Taiwan. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

const refuse = (fault: DocumentFault): CheckedDocument => ({ ok: false, fault })

const separators = /[\s\p{Cf}'’\-–—_.]/gu

/** As it is kept, without marks that copying leaves unseen and the apostrophe with which spreadsheets keep digits as text. */
export const normaliseDocument = (raw: string) => raw.normalize('NFKC').replaceAll(separators, '').toUpperCase()

const forms = {
  hk_macao_permit: /^[HM](?:\d{8}|\d{10})$/,
  taiwan_permit: /^(?:\d{8}|\d{10})$/,
  foreign_residence: /^[A-Z]{3}\d{12}$/,
  passport: /^[A-Z0-9]{5,20}$/,
}
const eighteen = /^\d{17}[\dX]$/

/**
 * What may be the whole number of a document, by its letters alone: `sure` where nothing else is written like it, `perhaps`
 * where some passport or permit is.
 */
export function documentForm(normalised: string): 'sure' | 'perhaps' | null {
  if ([eighteen, forms.hk_macao_permit, forms.foreign_residence].some((form) => form.test(normalised))) return 'sure'
  return forms.passport.test(normalised) && /\d/.test(normalised) ? 'perhaps' : null
}

/** Checks a number as typed against the rules of its kind. `today` (2026-11-23) bounds birthdays. */
export function checkDocument(kind: PersonDocumentKind, raw: string, today: string): CheckedDocument {
  const number = normaliseDocument(raw)
  switch (kind) {
    case 'resident_id':
      return checkEighteen(number, today, (region) => provinces.has(region) && !/^8[123]$/.test(region))
    case 'hk_macao_permit':
      if (/^[HM]/.test(number)) return formOf(number, forms.hk_macao_permit)
      return checkEighteen(number, today, (region) => region === '81' || region === '82')
    case 'taiwan_permit':
      if (number.length <= 10) return formOf(number, forms.taiwan_permit)
      return checkEighteen(number, today, (region) => region === '83')
    case 'foreign_residence':
      if (/^[A-Z]/.test(number)) return formOf(number, forms.foreign_residence)
      // The card of 2023: 9, two digits of the province, three of the country, then as GB 11643.
      return checkEighteen(number, today, (region) => region.startsWith('9'))
    case 'passport':
      return formOf(number, forms.passport)
    case 'none':
    case 'unknown':
      return { ok: true, number: '' }
  }
}

function formOf(number: string, form: RegExp): CheckedDocument {
  if (form.test(number)) return { ok: true, number }
  return refuse(/^[A-Z0-9]*$/.test(number) ? 'length' : 'characters')
}

function checkEighteen(number: string, today: string, isRegion: (firstTwo: string) => boolean): CheckedDocument {
  if (/^\d{15}$/.test(number)) return refuse('old')
  if (!/^[\dX]*$/.test(number) || number.slice(0, -1).includes('X')) return refuse('characters')
  if (number.length !== 18) return refuse('length')
  if (!isRegion(number.slice(0, 2))) return refuse('region')
  const birthOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(birthOn)) return refuse('birth')
  if (birthOn < earliestBirth(today)) return refuse('birth_early')
  if (birthOn > today) return refuse('birth_future')
  if (checkLetterOf(number) !== number[17]) return refuse('checksum')
  return { ok: true, number, birthOn, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' }
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Whether there is such a day (`1953-03-07`). By counting: a list asks a million times. */
export function isDay(day: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return false
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
  if (month === 2 && date === 29 && !isLeap(year)) return false
  return date >= 1 && date <= (daysIn[month - 1] ?? 0)
}
