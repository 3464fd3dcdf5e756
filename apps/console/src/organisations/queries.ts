import { organisationRoutes } from '@linli/contract/people-organisations'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'

interface Named {
  readonly code: string
  readonly names: Readonly<Record<'zh' | 'en', string>>
}

/** Kinds and hazards in the reader's language; hardly ever changed. */
export function useKinds() {
  const { locale } = useLocale()
  const { data } = useQuery({ ...reading(organisationRoutes.listOrganisationKinds, {}), staleTime: 600_000 })
  const inWords = (list: readonly Named[] = []) => list.map(({ code, names }) => ({ code, name: names[locale] }))
  const kinds = inWords(data?.kinds)
  const hazards = inWords(data?.hazards)
  const nameIn = (list: typeof kinds) => (code: string) => list.find((one) => one.code === code)?.name ?? code
  return { kinds, hazards, kindName: nameIn(kinds), hazardName: nameIn(hazards) }
}
