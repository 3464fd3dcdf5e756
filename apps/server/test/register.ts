import { type Household, peopleRoutes } from '@linli/contract/people'
import { checkLetterOf } from '@linli/contract/identity-document'
import type { RouteInput } from '@linli/contract/route'
import pg from 'pg'
import { newId } from '../src/platform/crypto/id.ts'
import { area, type Person } from './county.ts'
import type { Answer, World } from './world.ts'

type NewHousehold = RouteInput<typeof peopleRoutes.addHousehold>
type NewMember = NewHousehold['members'][number]

interface Reading {
  readonly purpose: string
  readonly field_group: string
  readonly reason: string | null
}

/** What tests of the register do again and again. */
export interface Register {
  /** In grid 3 of 林园, unless told otherwise. */
  addHousehold(who: Person, members: NewMember[], changes?: Partial<NewHousehold>): Promise<Answer<Household>>
  /** Titles of what is found. */
  search(who: Person, q: string): Promise<string[]>
  /** What the record holds of one person. */
  readings(personId: string): Promise<Reading[]>
}

/** A number with a right check letter, of nobody. */
export function numberOf(birth: string, serial: string): string {
  const digits = `421087${birth.replaceAll('-', '')}${serial}`
  return `${digits}${checkLetterOf(digits)}`
}

export const member = (name: string, changes: Partial<NewMember> = {}): NewMember => ({
  personId: newId(),
  name,
  ...changes,
})

/** `path rule` of each fault that an answer names. */
export const rulesOf = (answer: Pick<Answer<unknown>, 'problem'>) =>
  (answer.problem.faults ?? []).map(({ path, rule }) => `${path} ${rule}`)

export function registerIn(world: World): Register {
  return {
    addHousehold: (who, members, changes = {}) =>
      world.call(who, peopleRoutes.addHousehold, {
        commandId: newId(),
        householdId: newId(),
        gridId: area.linyuan3,
        address: `林园路 ${newId().slice(-6)} 号`,
        since: '2020-01-01',
        members,
        ...changes,
      }),
    search: async (who, q) =>
      (await world.call(who, peopleRoutes.searchRegister, { q })).body.items.map(({ title }) => title),
    async readings(personId) {
      const client = new pg.Client({ connectionString: world.ownerUrl })
      await client.connect()
      try {
        const { rows } = await client.query<Reading>(
          'SELECT purpose, field_group, reason FROM access_log WHERE subject_ids @> ARRAY[$1::uuid] ORDER BY seq',
          [personId],
        )
        return rows
      } finally {
        await client.end()
      }
    },
  }
}
