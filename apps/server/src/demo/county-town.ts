export const COUNTY_TOWN = '421087001000'

/** Whether an area lies in the built-up county town: communities (居委会) stand first in the list of 新江口街道, villages from 200. */
export function isUrban(code: string): boolean {
  return code.startsWith(COUNTY_TOWN.slice(0, 9)) && code.slice(9, 12) < '200'
}
