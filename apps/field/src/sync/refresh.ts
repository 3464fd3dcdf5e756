import type { Client } from '@linli/client'
import { ProblemError } from '@linli/client'
import { areaReadRoutes, publicAreaRoutes } from '@linli/contract/areas'
import { categoryRoutes } from '@linli/contract/categories'
import { myDutyRoutes } from '@linli/contract/duty-roster'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { matterRoutes } from '@linli/contract/matters'
import type { Me } from '@linli/contract/sign-in'
import { inboxRoutes, type WorkItem } from '@linli/contract/work-items'
import { isUnsent } from '../outbox/entry.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { readEntries } from '../store/entries.ts'
import type { GridMap } from '../store/facts.ts'
import { keepMatter, keepOnly, outdate } from '../store/matters.ts'
import { refreshFieldCopy } from './field-copy.ts'

const DAY_MS = 86_400_000
const MATTER_FRESH_MS = 5 * 60_000
/** A person's own list is far shorter; a clerk with a station's whole inbox still fits on a phone. */
const MOST_TASKS = 200
const AT_ONCE = 3
/** Only a village's grids are asked one by one who works there. */
const MOST_GRIDS = 12

/** Brings the phone's copy up to date: my tasks, and each task's matter for the hours without a network. */
export async function refresh(client: Client, db: Database, me: Me): Promise<void> {
  await refreshBasics(client, db, me)
  // By the list of the last sync; under `tasks` only tasks are ever put.
  const before = new Set(((await db.get('facts', 'tasks')) as readonly WorkItem[] | undefined)?.map(({ id }) => id))
  const tasks = await fetchTasks(client)
  // A new task on a matter one had before (rejected, given again): the copy of it would allow the wrong steps.
  await outdate(
    db,
    tasks.flatMap((task) => (before.has(task.id) ? [] : [task.subjectId])),
  )
  await db.put('facts', await client.call(incidentReceiptRoutes.listMyIncidentWork, {}), 'incidents')
  await db.put('facts', tasks, 'tasks')
  await db.put('facts', await client.call(myDutyRoutes.getMyRoster, {}), 'roster')
  await db.put('facts', new Date().toISOString(), 'syncedAt')
  changed('facts')
  await refreshMatters(client, db, tasks)
  await refreshFieldCopy(client, db, me)
}

async function fetchTasks(client: Client): Promise<WorkItem[]> {
  const tasks: WorkItem[] = []
  let cursor: string | undefined
  do {
    const page = await client.call(inboxRoutes.listInbox, {
      kind: ['handle', 'assist', 'verify'],
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    })
    tasks.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && tasks.length < MOST_TASKS)
  return tasks
}

async function refreshMatters(client: Client, db: Database, tasks: readonly WorkItem[]): Promise<void> {
  const wanted = new Set(tasks.filter((task) => task.subjectKind === 'matter').map((task) => task.subjectId))
  for (const entry of await readEntries(db)) if (isUnsent(entry)) wanted.add(entry.subject)
  const kept = new Map((await db.getAll('matters')).map((each) => [each.id, each]))
  const stale = [...wanted].filter((id) => {
    const copy = kept.get(id)
    return copy === undefined || copy.outdated || Date.now() - copy.fetchedAt > MATTER_FRESH_MS
  })
  // A report that was not sent yet is a subject too, but no matter the server knows.
  const known = stale.filter((id) => kept.has(id) || tasks.some((task) => task.subjectId === id))
  await inTurn(known, (id) => fetchMatter(client, db, id))
  await keepOnly(db, wanted)
}

/** The matter as it is now, onto the phone. */
export async function fetchMatter(client: Client, db: Database, id: string): Promise<void> {
  const matter = await client.call(matterRoutes.getMatter, { matterId: id }).catch(unlessGone)
  if (matter === null) return
  await keepMatter(db, matter)
  await keepThumbs(db, matter.pictures)
  changed('matters')
}

// Moved out of reach since the list was read: nothing to keep.
function unlessGone(error: unknown): null {
  if (error instanceof ProblemError && error.status === 404) return null
  throw error
}

async function keepThumbs(db: Database, pictures: readonly { id: string; token: string }[]): Promise<void> {
  for (const { id, token } of pictures) {
    if ((await db.getKey('pictures', id)) !== undefined) continue
    const answer = await fetch(`/api/attachments/${id}?size=thumb&t=${encodeURIComponent(token)}`).catch(() => null)
    if (answer?.ok) await db.put('pictures', { id, blob: await answer.blob() })
  }
}

/** Categories, reasons and outlines change rarely: once a day is enough. */
async function refreshBasics(client: Client, db: Database, me: Me): Promise<void> {
  const before = await db.get('facts', 'basicsAt')
  if (typeof before === 'string' && Date.now() - Date.parse(before) < DAY_MS) return
  const [categories, reasons, grids] = await Promise.all([
    client.call(categoryRoutes.listCategories, {}),
    client.call(categoryRoutes.listReasons, {}),
    fetchGrids(client, me),
  ])
  await db.put('facts', categories.items, 'categories')
  await db.put('facts', reasons, 'reasons')
  await db.put('facts', grids, 'grids')
  await db.put('facts', new Date().toISOString(), 'basicsAt')
  changed('facts')
}

async function fetchGrids(client: Client, me: Me): Promise<GridMap> {
  const parentId = me.posts.find((post) => post.unit.areaId !== null)?.unit.areaId
  if (parentId == null) return { features: [], mine: [] }
  const { features } = await client.call(publicAreaRoutes.getAreaMap, { level: 'grid', parentId })
  const worker: string[] = []
  const other: string[] = []
  if (features.length <= MOST_GRIDS && me.permissions.includes('area.read')) {
    await inTurn(
      features.map((feature) => feature.properties.id),
      async (areaId) => {
        const area = await client.call(areaReadRoutes.getArea, { areaId }).catch(unlessGone)
        const kinds = area?.assignments.flatMap(({ staff, kind }) => (staff?.id === me.id ? [kind] : [])) ?? []
        if (kinds.includes('worker')) worker.push(areaId)
        else if (kinds.length > 0) other.push(areaId)
      },
    )
  }
  // Whoever works in one grid and stands in for another thinks of the first as theirs.
  return { features, mine: worker.length > 0 ? worker : other }
}

async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
