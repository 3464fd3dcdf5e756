import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { type NewNotice, sendNotice } from '../../platform/notices/index.ts'
import { presentAreas, workersOfGrid } from '../areas/index.ts'
import { staffOfUnit, unitDirectory } from '../identity/index.ts'
import { decidingUnit, deskOf, unitHolding } from './desks.ts'
import type { MatterRecord } from './queries.ts'
import { holdings, levelAbove } from './status.ts'

export type StaffNotice =
  `matter_${'warned' | 'overdue' | 'danger' | 'assigned' | 'supervised' | 'extended' | 'not_extended'}`

/** In-app word to whoever has the matter: its handler, else everyone of the unit. */
export async function tellUnit(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  template: StaffNotice,
  params: NewNotice['params'] = {},
): Promise<void> {
  const others = (await peopleWith(tx, ctx, matter)).filter((id) => id !== ctx.actor.id)
  await tellStaff(tx, matter, template, others, { params })
}

/** The same, and word to the desk above: a limit that passed is no longer a matter between the two who share it. */
export async function tellUnitAndAbove(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  template: StaffNotice,
): Promise<void> {
  const above = await unitAbove(ctx, matter)
  await tellStaff(tx, matter, template, [
    ...(await peopleWith(tx, ctx, matter)),
    ...(await readersOf(tx, ctx, above)).map((one) => one.id),
  ])
}

async function peopleWith(tx: CommandTx, ctx: Ctx, matter: MatterRecord): Promise<string[]> {
  const holder = holdings[matter.status].item?.holder
  if (holder === 'lead' && matter.handlerId !== null) return [matter.handlerId]
  const unitId = await unitHolding(ctx, holder ?? 'desk', matter)
  return (await readersOf(tx, ctx, unitId)).map((one) => one.id)
}

/** Above a unit that handles stands the desk that decides for it; above a desk, that of the next level. */
async function unitAbove(ctx: Ctx, matter: MatterRecord): Promise<string> {
  const holder = holdings[matter.status].item?.holder
  if (holder === 'lead') return decidingUnit(ctx, matter)
  const level = holder === 'decider' ? 'county' : (levelAbove(matter.deskLevel) ?? 'county')
  return (await deskOf(ctx.deps, ctx.countyId, matter, level)).unit.id
}

// Whoever keeps the house running or audits it has a post there too, but reads no matter: not even its title.
const readersOf = (tx: CommandTx, ctx: Ctx, unitId: string) => staffOfUnit(tx.db, ctx.countyId, unitId, 'matter.read')

/** In-app word to named people. */
export async function tellStaff(
  tx: CommandTx,
  matter: MatterRecord,
  template: StaffNotice,
  staffIds: readonly string[],
  more: Partial<Pick<NewNotice, 'params' | 'toldBy'>> = {},
): Promise<void> {
  for (const recipient of new Set(staffIds)) await send(tx, matter, template, 'inapp', recipient, more)
}

/**
 * Danger to life, or harm to a child: at once, in the page and by text message to the county's desk. Danger is told to the
 * people on the spot as well; harm to a child stays with the desk, since the one who harms may be a neighbour.
 */
export async function alertDanger(tx: CommandTx, ctx: Ctx, matter: MatterRecord): Promise<void> {
  const desk = await readersOf(tx, ctx, matter.deskUnitId)
  const near = matter.confidential ? [] : await peopleNear(tx, ctx, matter)
  const called = desk.filter(({ phone }) => phone !== null).map(({ id }) => id)
  await tellStaff(tx, matter, 'matter_danger', called, { toldBy: ['sms'] })
  const others = [...desk.map(({ id }) => id), ...near].filter((id) => !called.includes(id))
  await tellStaff(tx, matter, 'matter_danger', others)
  const phones = new Set(desk.flatMap((one) => one.phone ?? []))
  for (const phone of phones) await send(tx, matter, 'matter_danger', 'sms', phone)
}

async function peopleNear(tx: CommandTx, ctx: Ctx, matter: MatterRecord): Promise<string[]> {
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  const { townId, villageId, gridId } = await presentAreas(ctx.deps, ctx.countyId, matter)
  const desks = [units.inArea(villageId, 'village_grid_station'), units.inArea(townId, 'town_grid_office')].flatMap(
    (unit) => unit ?? [],
  )
  const members = await Promise.all(desks.map((unit) => readersOf(tx, ctx, unit.id)))
  const workers = gridId === null ? [] : await workersOfGrid(ctx.deps, ctx.countyId, gridId)
  return [...workers, ...members.flat()].map((one) => one.id)
}

function send(
  tx: CommandTx,
  matter: MatterRecord,
  template: StaffNotice,
  channel: 'inapp' | 'sms',
  recipient: string,
  { params = {}, ...more }: Partial<Pick<NewNotice, 'params' | 'toldBy'>> = {},
): Promise<void> {
  return sendNotice(tx.db, {
    countyId: matter.countyId,
    channel,
    recipient,
    template,
    params: { number: matter.number, title: matter.title, ...params },
    subjectKind: 'matter',
    subjectId: matter.id,
    locale: 'zh',
    ...more,
  })
}
