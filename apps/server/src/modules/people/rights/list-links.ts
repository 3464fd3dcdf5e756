import type { FileLink, OwnLink, rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { personsFor } from '../policy.ts'
import { linksOf } from './links.ts'
import { refuseForeign } from './own-file.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>

/** Which phones see this file, for the counter. */
export async function listLinks(ctx: Ctx, { personId }: Input<'listLinks'>): Promise<{ items: FileLink[] }> {
  return ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      SELECT FROM persons WHERE id = ${personId} AND ${personsFor(ctx.actor, 'register.link')}`.execute(tx)
    if (rows.length === 0) throw new Problem('register.not_found')
    const links = await linksOf(tx, ctx, personId)
    await recordAccess(tx, ctx, {
      purpose: 'register.links',
      subjectKind: 'person',
      subjectIds: [personId],
      fieldGroup: 'links',
    })
    return { items: links.map(({ residentId: _resident, ...link }) => link) }
  })
}

/** Which phones see one's own file. Whoever sees it as their own may end any; a guardian, their own. */
export async function listOwnLinks(ctx: Ctx, { personId }: Input<'listOwnLinks'>): Promise<{ items: OwnLink[] }> {
  await refuseForeign(ctx, personId)
  return ctx.deps.db.transaction().execute(async (tx) => {
    const links = await linksOf(tx, ctx, personId)
    await recordAccess(tx, ctx, { purpose: 'own', subjectKind: 'person', subjectIds: [personId], fieldGroup: 'links' })
    const isMine = ({ residentId }: { residentId: string }) => residentId === ctx.actor.id
    const own = links.some((link) => isMine(link) && !link.asGuardian)
    return {
      items: links.map(({ residentId, ...link }) => {
        const mine = isMine({ residentId })
        return { ...link, mine, mayEnd: mine || own }
      }),
    }
  })
}
