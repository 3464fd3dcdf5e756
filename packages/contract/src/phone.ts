/** Mobile, fixed line, or any with its country; as it is kept. */
const form = /^(?:1[3-9]\d{9}|0\d{2,3}\d{7,8}|\+\d{6,15})$/

/** As it is kept: digits alone, a plus where the country is named; of a Chinese mobile the country goes without saying. */
export const normalisePhone = (raw: string) =>
  raw
    .normalize('NFKC')
    .replaceAll(/[\s()\-\p{Cf}]/gu, '')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^\+?86(?=1[3-9]\d{9}$)/, '')

export const isPhone = (normalised: string) => form.test(normalised)
