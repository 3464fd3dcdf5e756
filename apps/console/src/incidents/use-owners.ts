import { unitRoutes } from '@linli/contract/identity'
import { UnitKind } from '@linli/contract/posts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages } from '../people/messages.ts'

/** To whom a line can go: a kind of unit, or a department by its code. */
export function useOwners(): readonly { readonly code: string; readonly name: string }[] {
  const { kinds } = useMessages()
  const departments = useQuery({
    ...reading(unitRoutes.listUnits, { kind: 'department', limit: 200 }),
    staleTime: 600_000,
  })
  return [
    ...UnitKind.options
      .filter((kind) => kind !== 'department')
      .map((kind) => ({ code: kind as string, name: kinds[kind] })),
    ...(departments.data?.items ?? []).flatMap(({ departmentCode, name }) =>
      departmentCode === null ? [] : [{ code: departmentCode, name }],
    ),
  ]
}
