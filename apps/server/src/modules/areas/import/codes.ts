import type { AreaLevel, ImportFaultReason } from '@linli/contract/areas'

// Codes of the statistical office: 6 digits county (GB/T 2260), 3 town (GB/T 10114), 3 village; grids add their number.
const forms: Readonly<Record<AreaLevel, RegExp>> = {
  county: /^\d{6}000000$/,
  town: /^\d{6}(?!000)\d{3}000$/,
  village: /^\d{9}(?!000)\d{3}$/,
  grid: /^\d{14,20}$/,
}

/** With the zeros that lists often leave out: 421087 and 421087100 become 12 digits. */
export function wholeCode(code: string, official: boolean): string {
  return official && /^(\d{6}|\d{9})$/.test(code) ? code.padEnd(12, '0') : code
}

export function countyCodeOf(countyId: number): string {
  return `${countyId}000000`
}

export function levelOfCode(code: string): AreaLevel | undefined {
  return (['county', 'town', 'village', 'grid'] as const).find((level) => forms[level].test(code))
}

export function parentCodeOf(code: string, level: AreaLevel): string | null {
  switch (level) {
    case 'county':
      return null
    case 'town':
      return `${code.slice(0, 6)}000000`
    case 'village':
      return `${code.slice(0, 9)}000`
    case 'grid':
      return code.slice(0, 12)
  }
}

export function codeFault(
  code: string,
  level: AreaLevel,
  countyId: number,
  official: boolean,
): ImportFaultReason | null {
  if (!official) return /^[0-9A-Za-z-]{1,30}$/.test(code) ? null : 'code_form'
  if (!forms[level].test(code)) return 'code_form'
  return code.startsWith(String(countyId)) ? null : 'code_of_other_county'
}
