import { readCategories, readDepartments } from './demo/files.ts'
import { seedDuty } from './modules/fieldwork/index.ts'
import { addUnits, countyCentre, seedRoles } from './modules/identity/index.ts'
import { todayIn } from './modules/areas/index.ts'
import { seedCategories } from './modules/matters/index.ts'
import { seedFields } from './modules/people/index.ts'
import { foundCounty } from './platform/county/county.ts'
import { newId } from './platform/crypto/id.ts'
import type { Deps } from './platform/deps.ts'

/**
 * What a county begins with, before anybody has signed in: its row, the default roles, its centre, the departments and
 * the catalogues of categories, duty rules and visit forms; all of it is then the county's own to change. Leaves alone what is there.
 */
export async function layFoundation(deps: Deps): Promise<void> {
  const { countyId } = deps.config
  await foundCounty(deps.db, countyId)
  const today = await todayIn(deps, countyId)
  await deps.db.transaction().execute(async (tx) => {
    // Of two starts at once the second waits here, and finds everything.
    await tx.selectFrom('counties').select('name').where('countyId', '=', countyId).forUpdate().execute()
    await seedRoles(tx, countyId)
    await seedFields(tx, countyId)
    await seedDuty(tx, countyId, today)
    const centreId = await countyCentre(tx, countyId, today)
    const begun = await tx
      .selectFrom('categories')
      .select('id')
      .where('countyId', '=', countyId)
      .limit(1)
      .executeTakeFirst()
    if (begun) return
    await seedCategories(tx, countyId, readCategories(), today)
    await addUnits(tx, { countyId, validFrom: today, units: departments(countyId, centreId) })
  })
}

function departments(countyId: number, centreId: string) {
  const ids = new Map<string, string>()
  return readDepartments(countyId).map(({ code, parent, names, duties }) => {
    const id = newId()
    ids.set(code, id)
    const parentId = (parent === null ? undefined : ids.get(parent)) ?? centreId
    return {
      id,
      parentId,
      kind: 'department' as const,
      areaId: null,
      departmentCode: code,
      name: names.zh,
      nameEn: names.en,
      duties: duties.zh,
    }
  })
}
