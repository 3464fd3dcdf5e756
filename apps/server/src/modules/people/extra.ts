import type { CatalogueField } from '@linli/contract/people-fields'
import type { ExtraValue, PersonSaid } from '@linli/contract/people'
import { Permission } from '@linli/contract/permissions'
import type { Actor } from '../../platform/command/ctx.ts'

type Extra = NonNullable<PersonSaid['extra']>

/** Fields of the county's own that stand in `extra` and that this reader may read, in the order of the catalogue. */
export function extraFieldsFor(fields: readonly CatalogueField[], actor: Actor): CatalogueField[] {
  const may = (reader: string) => {
    const permission = Permission.safeParse(reader)
    return permission.success && actor.may(permission.data)
  }
  return fields.filter(
    ({ subject, storage, readers }) => subject === 'person' && storage === 'extra' && readers.some(may),
  )
}

/** What is held in them; a choice with its words. */
export function extraValues(fields: readonly CatalogueField[], extra: Extra | undefined): ExtraValue[] {
  return fields.flatMap(({ code, names, shape }) => {
    const value = extra?.[code]
    if (value === undefined || value === null) return []
    return [{ code, names, value, words: shape.options?.find((option) => option.code === value)?.names ?? null }]
  })
}
