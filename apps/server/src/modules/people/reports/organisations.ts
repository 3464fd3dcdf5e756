import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CellValue, ListRow } from '../../../platform/workbook/filling.ts'
import { areaFilter } from '../area-filter.ts'
import { hazardNames, kindOf } from '../organisations/kinds.ts'
import { type Place, withinReach } from '../policy.ts'

/** A county's largest list; more is asked for by town. */
const MOST = 20_000

interface Row extends Place {
  readonly name: string
  readonly kind: string
  readonly creditCode: string | null
  readonly phone: string | null
  readonly hazards: string[]
  readonly address: string
  readonly validFrom: string
}

/** Organisations and places of an area, by grid and name. */
export async function organisationRows(
  ctx: Ctx,
  areaId: string,
  areaName: (id: string | null) => string | null,
): Promise<ListRow[]> {
  const { rows } = await sql<Row>`
    SELECT o.name, o.kind, o.credit_code, o.phone, o.hazards, o.address, o.valid_from, o.town_id, o.village_id, o.grid_id
    FROM organisations o
    WHERE ${withinReach(ctx.actor, 'register.read', 'o')} AND o.valid_to IS NULL AND ${await areaFilter(ctx, 'o', areaId)}
    ORDER BY o.village_id, o.grid_id, o.name, o.id LIMIT ${MOST}`.execute(ctx.db)
  const { locale } = ctx
  return rows.map((row, index) => {
    const values: Readonly<Record<string, CellValue>> = {
      no: index + 1,
      name: row.name,
      kind: kindOf(row.kind)?.names[locale] ?? row.kind,
      creditCode: row.creditCode,
      phone: row.phone,
      hazards: row.hazards.map((code) => hazardNames(code)?.[locale] ?? code).join(locale === 'zh' ? '、' : ', '),
      town: areaName(row.townId),
      village: areaName(row.villageId),
      grid: areaName(row.gridId),
      address: row.address,
      since: { day: row.validFrom },
    }
    return (key) => values[key] ?? null
  })
}
