import type { HouseholdChange, KnownHow } from '@linli/contract/people'
import { sql } from 'kysely'
import { newId } from '../../../platform/crypto/id.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'

interface Said {
  readonly tenure: NonNullable<HouseholdChange['tenure']>
  readonly from: string
  readonly how: KnownHow
}

/** Records how a dwelling is used from a day on; the dwelling says what was said of the latest day. */
export async function sayTenure(tx: Tx, ctx: Ctx, dwellingId: string, { tenure, from, how }: Said): Promise<void> {
  const { countyId } = ctx
  const recordedAt = ctx.deps.now().toISOString()
  await tx
    .insertInto('dwellingTenures')
    .values({
      countyId,
      id: newId(),
      dwellingId,
      tenure,
      validFrom: from,
      knownHow: how,
      recordedAt,
      byId: ctx.actor.id,
    })
    .execute()
  await sql`
    UPDATE dwellings d SET version = d.version + 1, tenure = (
      SELECT t.tenure FROM dwelling_tenures t WHERE t.county_id = d.county_id AND t.dwelling_id = d.id
      ORDER BY t.valid_from DESC, t.recorded_at DESC, t.id DESC LIMIT 1)
    WHERE d.county_id = ${countyId} AND d.id = ${dwellingId}`.execute(tx)
}
