import { type DocumentSeen, rightsRoutes } from '@linli/contract/people-rights'
import { newId } from '../src/platform/crypto/id.ts'
import type { Person } from './county.ts'
import type { Answer, World } from './world.ts'

interface Counter {
  readonly who: Person
  readonly personId: string
  readonly phone: string
  readonly asGuardian?: boolean
  readonly seen?: DocumentSeen
}

/** Links a phone to a file as a clerk would: the code is read out from the phone. */
export async function atTheCounter(world: World, { who, personId, phone, ...rest }: Counter): Promise<Answer<unknown>> {
  // However often a test comes to the counter.
  await world.deps.db.deleteFrom('loginFailures').execute()
  const sent = await world.call(who, rightsRoutes.sendLinkCode, { commandId: newId(), personId, phone })
  if (sent.status !== 200) return sent
  const { challenge } = sent.body
  const code = await linkCode(world, phone)
  return world.call(who, rightsRoutes.linkResident, {
    commandId: newId(),
    personId,
    challenge,
    code,
    seen: 'identity_card',
    ...rest,
  })
}

/** What the phone shows. */
export async function linkCode(world: World, phone: string): Promise<string> {
  const { params } = await world.deps.db
    .selectFrom('notices')
    .select('params')
    .where('recipient', '=', phone)
    .where('template', '=', 'rights_link_code')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return (params as { code: string }).code
}
