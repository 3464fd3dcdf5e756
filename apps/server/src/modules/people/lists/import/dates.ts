import { isDay } from '@linli/contract/identity-document'

const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?$/
const digits = /^(\d{4})(\d{2})(\d{2})$/
/** Days since spreadsheets began to count, from 1927 on: with four digits it would rather be a year. */
const serial = /^([1-9]\d{4})(?:\.0*)?$/
/** An earlier year is none that anybody meant; of a later one that cannot be the checks say why. */
const FIRST_YEAR = 1000
/** Their day 0, so that what they count after their 29 February 1900, which never was, comes out right. */
const SERIAL_ZERO = Temporal.PlainDate.from('1899-12-30')

/** A day as lists write it: 1953-03-07, 1953/3/7, 1953年3月7日, 19530307, or a spreadsheet's number of the day. */
export function readDay(words: string): string | undefined {
  const text = words.normalize('NFKC').trim()
  const found = parts.exec(text) ?? digits.exec(text)
  if (found) return dayOf(Number(found[1]), Number(found[2]), Number(found[3]))
  const days = serial.exec(text)?.[1]
  return days === undefined ? undefined : SERIAL_ZERO.add({ days: Number(days) }).toString()
}

function dayOf(year: number, month: number, day: number): string | undefined {
  const two = (number: number) => String(number).padStart(2, '0')
  const found = `${year}-${two(month)}-${two(day)}`
  return year >= FIRST_YEAR && isDay(found) ? found : undefined
}
