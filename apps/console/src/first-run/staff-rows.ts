import type { Role, UnitRow } from '@linli/contract/identity'

export interface StaffLine {
  readonly name: string
  readonly login: string
  readonly phone: string
  readonly unit: string
  readonly role: string
}

/** Lines as they are copied from a sheet: tabs between the columns, else commas or blanks. */
export function readLines(pasted: string): StaffLine[] {
  return pasted
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const cut = line.includes('\t') ? /\t/ : /[,，]/.test(line) ? /[,，]/ : /\s+/
      const [name = '', login = '', phone = '', unit = '', role = ''] = line.split(cut).map((cell) => cell.trim())
      return { name, login, phone, unit, role }
    })
}

export type Matched =
  | { readonly fault: 'noUnit' | 'manyUnits' | 'noRole' | 'noName' }
  | { readonly unitId: string; readonly roleId: string }

/** Names of units that a line gives: the one that is meant, with its parent's before it if that was written. */
export const namesIn = ({ unit }: StaffLine): string[] => unit.split('/').map((name) => name.trim())

/**
 * The unit and the role that a line means: by whole name, in either language, or by the role's code. Of units called alike the
 * one is named with its parent's name before it: 金盏地区网格所/楼梓庄村网格站.
 */
export function matchLine(line: StaffLine, units: readonly UnitRow[], roles: readonly Role[]): Matched {
  if (line.name === '' || line.login === '') return { fault: 'noName' }
  const [own, parent] = namesIn(line).toReversed()
  const called = (name: string | undefined) => units.filter((unit) => unit.name === name || unit.nameEn === name)
  const parents = new Set<string | null>(called(parent).map(({ id }) => id))
  const named = called(own).filter(({ parentId }) => parent === undefined || parents.has(parentId))
  if (named.length > 1) return { fault: 'manyUnits' }
  const [unit] = named
  if (!unit) return { fault: 'noUnit' }
  const role = roles.find(({ code, names }) => [code, names.zh, names.en].includes(line.role))
  return role ? { unitId: unit.id, roleId: role.id } : { fault: 'noRole' }
}
