import { staffId } from './county.ts'
import type { World } from './world.ts'

/** Who was told something in the page, each as often as told, and on which phones, because of a matter. */
export async function noticesOf(
  world: World,
  matterId: string,
  template: string,
): Promise<{ staff: string[]; phones: string[] }> {
  const rows = await world.deps.db
    .selectFrom('notices')
    .select(['channel', 'recipient'])
    .where('subjectId', '=', matterId)
    .where('template', '=', template)
    .execute()
  const names = new Map(Object.entries(staffId).map(([login, id]) => [id, login]))
  const by = (channel: string) => rows.filter((row) => row.channel === channel).map((row) => row.recipient)
  return {
    staff: by('inapp')
      .map((id) => names.get(id) ?? id)
      .toSorted(),
    phones: by('sms').toSorted(),
  }
}
