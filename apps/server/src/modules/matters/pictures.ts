import type { Actor } from '../../platform/command/ctx.ts'
import type { Db } from '../../platform/database/database.ts'
import { mattersFor } from './policy.ts'

/** Pictures go with the matter: whoever may read it may see them. */
export async function mayReadMatterPicture(db: Db, actor: Actor, matterId: string): Promise<boolean> {
  const row = await db
    .selectFrom('matters')
    .select('id')
    .where('id', '=', matterId)
    .where(mattersFor(actor, 'matter.read'))
    .executeTakeFirst()
  return row !== undefined
}
