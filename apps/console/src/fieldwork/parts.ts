import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteOutput } from '@linli/contract/route'
import { dateText, useLocale } from '@linli/ui'
import { useSaid } from '../register/said.ts'
import { useWords } from '../register/words.ts'
import { useMessages } from './messages.ts'

export type Conflict = RouteOutput<typeof fieldworkRoutes.listConflicts>['items'][number]

/** One thing of which the door and the file say something; null where a side says nothing. */
export interface Line {
  readonly field: string
  readonly name: string
  readonly holds: string | null
  readonly said: string
}

/** What the door said beside what the file holds, field by field, in words. */
export function useLines(): (conflict: Conflict) => readonly Line[] {
  const m = useMessages()
  const words = useWords()
  const said = useSaid()
  const { locale } = useLocale()
  return ({ part, holds }) => {
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
    const coded = (table: Readonly<Record<string, string>>, value: unknown) =>
      typeof value === 'string' ? (table[value] ?? value) : null
    const yesNo = (value: unknown) => (typeof value === 'boolean' ? (value ? m.yes : m.no) : null)
    const line = (field: keyof typeof m.rows, now: string | null, other: string | null): Line[] =>
      other === null ? [] : [{ field, name: m.rows[field], holds: now, said: other }]
    const held: Readonly<Record<string, string | null>> = {
      name: text(holds['name']),
      sex: coded(words.sex, holds['sex']),
      birthOn: text(holds['birthOn']),
      education: coded(words.education, holds['education']),
      work: coded(words.work, holds['work']),
    }
    switch (part.kind) {
      case 'person_said':
        return [
          ...said(part.said ?? {}).map(({ field, name, value }) => ({
            field,
            name,
            holds: held[field] ?? null,
            said: value,
          })),
          ...(part.phone === undefined ? [] : line('phone', text(holds['phoneMasked']), part.phone ?? m.none)),
          ...line(
            'document',
            coded(words.document, holds['documentKind']),
            part.document ? `${words.document[part.document.kind]}（${m.sealed}）` : null,
          ),
        ]
      case 'person_moved': {
        const { move } = part
        return [
          ...line('move', coded(words.state, holds['state']), words.endedBy[move.how]),
          ...line('on', null, dateText(move.on, locale)),
          ...line('address', text(holds['address']), move.toHouseholdId ? m.otherHousehold : (move.otherPlace ?? null)),
        ]
      }
      case 'residence_changed': {
        const { on, relation, residenceKind, livesHere, otherPlace } = part.change
        return [
          ...line('relation', coded(words.relation, holds['relation']), coded(words.relation, relation)),
          ...line(
            'residenceKind',
            coded(words.residence, holds['residenceKind']),
            coded(words.residence, residenceKind),
          ),
          ...line('livesHere', yesNo(holds['livesHere']), yesNo(livesHere)),
          ...line('place', null, otherPlace ?? null),
          ...line('on', null, dateText(on, locale)),
        ]
      }
      case 'person_added': {
        const { name, sex, birthOn, relation, phone, document, livesHere } = part.person
        return [
          ...line('name', null, name),
          ...line('sex', null, words.sex[sex ?? 'unknown']),
          ...line('birthOn', null, birthOn ?? null),
          ...line('relation', null, words.relation[relation ?? 'unknown']),
          ...line('phone', null, phone ?? null),
          ...line('document', null, document ? words.document[document.kind] : null),
          ...line('livesHere', null, yesNo(livesHere)),
        ]
      }
      case 'household_changed': {
        const { change } = part
        return [
          ...line('address', text(holds['address']), change.address ?? null),
          ...line('number', text(holds['number']), change.number ?? null),
          ...line('kind', coded(words.householdKind, holds['kind']), coded(words.householdKind, change.kind)),
          ...line('head', text(holds['headName']), change.headId ? m.otherMember : null),
          ...line('visitsDeclined', yesNo(holds['visitsDeclined']), yesNo(change.visitsDeclined)),
          ...line('tenure', coded(words.tenure, holds['tenure']), coded(words.tenure, change.tenure)),
        ]
      }
    }
  }
}
