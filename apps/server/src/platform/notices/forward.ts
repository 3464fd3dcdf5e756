import { noticeKindText } from '@linli/client/notice-text'
import { type OutsideChannel, urgentKinds } from '@linli/contract/notice-kinds'
import { sql } from 'kysely'
import { countyOf, type County } from '../county/county.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { browsersOf } from './browsers.ts'
import { waysOut } from './channels.ts'
import { kindOf } from './kinds.ts'
import { type NewNotice, sendNotices } from './send-notice.ts'
import { quietUntil, startOfTomorrow } from './quiet.ts'
import { noRules, type OwnRules, rulesOf } from './rules.ts'

/** People at once; of each everything that is due, or what belongs into one message would come in two. */
const PEOPLE = 100

export interface Contact {
  readonly phone: string | null
  readonly email: string | null
  readonly locale: 'zh' | 'en'
}

/** What the modules know of staff. */
export interface StaffDirectory {
  /** How people are reached, by id; only those whose account is open. */
  contacts(db: Db, countyId: number, ids: readonly string[]): Promise<ReadonlyMap<string, Contact>>
  /** Who of these people does not work on the county's present day. */
  dayOff(deps: Deps, countyId: number, ids: readonly string[]): Promise<ReadonlySet<string>>
}

/**
 * Carries in-app messages on by the other channels that their readers chose, within a second of their writing. In quiet
 * hours they wait for the end, and what waited leaves as one message; danger and incidents wait for nobody. What leaves
 * the platform says what kind of thing it is and its number: no title, no words, no name.
 * @returns how many were looked at.
 */
export async function forwardNotices(deps: Deps, directory: StaffDirectory): Promise<number> {
  const { countyId } = deps.config
  if (!(await isAnythingDue(deps))) return 0
  const county = await countyOf(deps, countyId)
  return deps.db.transaction().execute(async (tx) => {
    // One process at a time: two would each take half of what belongs into one message.
    const { rows } = await sql<{ free: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtext('forward notices'), ${countyId}) AS free`.execute(tx)
    if (rows[0]?.free !== true) return 0
    const due = await dueNotices(tx, deps)
    const byPerson = Map.groupBy(due, ({ recipient }) => recipient)
    const people = await readPeople(tx, deps, directory, [...byPerson.keys()])
    const waiting: { id: string; until: Date }[] = []
    const leaving: NewNotice[] = []
    for (const [staffId, notices] of byPerson) {
      const person = people(staffId)
      if (!person) continue
      const until = quietEnd(deps, county, person)
      const parts = Map.groupBy(notices, (notice) => fateOf(notice, until))
      if (until) waiting.push(...(parts.get('waits') ?? []).map(({ id }) => ({ id, until })))
      leaving.push(...messagesTo(person, county, parts.get('leaves') ?? []))
    }
    await sendNotices(tx, leaving)
    await settle(tx, countyId, due, waiting)
    return due.length
  })
}

interface Due {
  readonly id: string
  readonly recipient: string
  readonly template: string
  readonly number: string | null
  readonly subjectKind: string | null
  readonly subjectId: string | null
  readonly toldBy: readonly string[]
  readonly isRead: boolean
}

const dueNow = ({ config, now }: Deps) => sql`county_id = ${config.countyId} AND forward_at <= ${now().toISOString()}`

async function isAnythingDue(deps: Deps): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    SELECT EXISTS (SELECT FROM notices WHERE ${dueNow(deps)}) AS due`.execute(deps.db)
  return rows[0]?.due === true
}

async function dueNotices(db: Db, deps: Deps): Promise<Due[]> {
  const isDue = dueNow(deps)
  const { rows } = await sql<Due>`
    SELECT id, recipient, template, params ->> 'number' AS number, subject_kind, subject_id, told_by, read_at IS NOT NULL AS is_read
    FROM notices WHERE ${isDue} AND recipient IN (
      SELECT recipient FROM notices WHERE ${isDue} GROUP BY recipient ORDER BY min(forward_at), recipient LIMIT ${PEOPLE})
    ORDER BY created_at, id`.execute(db)
  return rows
}

interface Person {
  readonly contact: Contact
  readonly rules: OwnRules
  readonly browsers: readonly string[]
  readonly hasDayOff: boolean
}

async function readPeople(tx: Tx, deps: Deps, directory: StaffDirectory, ids: readonly string[]) {
  const { countyId } = deps.config
  const [contacts, rules, browsers] = [
    await directory.contacts(tx, countyId, ids),
    await rulesOf(tx, countyId, ids),
    await browsersOf(tx, countyId, ids),
  ]
  const asking = ids.filter((id) => rules.get(id)?.quietOnDaysOff === true)
  const off = asking.length === 0 ? new Set<string>() : await directory.dayOff(deps, countyId, asking)
  return (id: string): Person | null => {
    const contact = contacts.get(id)
    if (!contact) return null
    return { contact, rules: rules.get(id) ?? noRules, browsers: browsers.get(id) ?? [], hasDayOff: off.has(id) }
  }
}

/** On a day off until midnight, when the next day is looked at. */
function quietEnd(deps: Deps, { timeZone }: County, { rules, hasDayOff }: Person): Date | null {
  if (hasDayOff) return startOfTomorrow(timeZone, deps.now())
  return rules.quiet && quietUntil(timeZone, rules.quiet, deps.now())
}

function fateOf({ template, isRead }: Due, quiet: Date | null): 'read' | 'waits' | 'leaves' {
  if (isRead) return 'read'
  return quiet !== null && !urgentKinds.includes(kindOf(template)) ? 'waits' : 'leaves'
}

/** Of each channel one message for all that is not urgent, and one for each that is. */
function messagesTo(person: Person, county: County, notices: readonly Due[]): NewNotice[] {
  const { contact, rules, browsers } = person
  const open = new Set<OutsideChannel>([
    ...(browsers.length > 0 ? ['push' as const] : []),
    ...(contact.email === null ? [] : ['email' as const]),
    ...(contact.phone === null ? [] : ['sms' as const]),
  ])
  const recipients = { push: browsers, email: [contact.email ?? ''], sms: [contact.phone ?? ''] }
  const ways = notices.flatMap((notice) =>
    waysOut(kindOf(notice.template), rules.channels, county.settings.noticeChannels, open)
      .filter((channel) => !notice.toldBy.includes(channel))
      .map((channel) => ({ channel, notice })),
  )
  return [...Map.groupBy(ways, ({ channel }) => channel)].flatMap(([channel, carried]) => {
    const [urgent, rest] = [true, false].map((wanted) =>
      carried.map(({ notice }) => notice).filter(({ template }) => urgentKinds.includes(kindOf(template)) === wanted),
    )
    const bundles = [...(urgent ?? []).map((notice) => [notice]), ...(rest && rest.length > 0 ? [rest] : [])]
    return bundles.flatMap((bundle) =>
      recipients[channel].map((recipient) => messageOf(bundle, channel, recipient, county.countyId, contact.locale)),
    )
  })
}

function messageOf(
  bundle: readonly Due[],
  channel: OutsideChannel,
  recipient: string,
  countyId: number,
  locale: 'zh' | 'en',
): NewNotice {
  const [first] = bundle
  const counts = Map.groupBy(bundle, ({ template }) => kindOf(template))
  const what = [...counts].map(([kind, { length }]) =>
    bundle.length === 1 ? noticeKindText(kind, locale) : `${noticeKindText(kind, locale)} ${length}`,
  )
  const several = bundle.length > 1
  return {
    countyId,
    channel,
    recipient,
    locale,
    template: channel === 'push' ? (several ? 'push_told_several' : 'push_told') : several ? 'told_several' : 'told',
    params: {
      what: what.join(locale === 'zh' ? '、' : ', '),
      number: (several ? null : first?.number) ?? '',
      count: String(bundle.length),
      urgent: first && urgentKinds.includes(kindOf(first.template)) ? '1' : '',
    },
    ...(several || !first?.subjectKind ? {} : { subjectKind: first.subjectKind }),
    ...(several || !first?.subjectId ? {} : { subjectId: first.subjectId }),
  }
}

async function settle(
  tx: Tx,
  countyId: number,
  due: readonly Due[],
  waiting: readonly { id: string; until: Date }[],
): Promise<void> {
  await sql`
    UPDATE notices n SET forward_at = w.until
    FROM unnest(${due.map(({ id }) => id)}::uuid[]) d(id)
    LEFT JOIN unnest(${waiting.map(({ id }) => id)}::uuid[], ${waiting.map(({ until }) => until.toISOString())}::timestamptz[]) w(id, until)
      ON w.id = d.id
    WHERE n.county_id = ${countyId} AND n.id = d.id`.execute(tx)
}
