import { type FieldSubject, fieldRoutes } from '@linli/contract/people-fields'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useWords } from './words.ts'

/** What may be held of a person, a household, a dwelling or a place, by the catalogue; hardly ever changed. */
export function useFieldsOf(of: FieldSubject) {
  const catalogue = useQuery({ ...reading(fieldRoutes.listFields, {}), staleTime: 600_000 })
  return (catalogue.data?.items ?? []).filter(({ subject }) => subject === of)
}

/** The name of a field that a record or the vault speaks of. */
export function useFieldName(): (field: string) => string {
  const words = useWords()
  const { locale } = useLocale()
  const fields = useFieldsOf('person')
  return (field) => words.field[field] ?? fields.find(({ code }) => code === field)?.names[locale] ?? field
}
