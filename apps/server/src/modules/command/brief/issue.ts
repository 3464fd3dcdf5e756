import { newId } from '../../../platform/crypto/id.ts'
import { countyOf } from '../../../platform/county/county.ts'
import type { Deps } from '../../../platform/deps.ts'
import { sendNotices } from '../../../platform/notices/index.ts'
import { toPdf } from '../../../platform/print/index.ts'
import { boardOf } from '../board/board.ts'
import type { BriefRow } from './briefs.ts'
import { nextAt } from './next-at.ts'
import { briefPaper } from './paper.ts'

const KEPT_DAYS = 90
const DAY_MS = 86_400_000

/** Sends the briefs that are due. Several processes may run it: each takes a brief by moving its next time on. */
export async function sendBriefs(deps: Deps, countyId: number): Promise<void> {
  const now = deps.now()
  const due = await deps.db
    .selectFrom('briefs')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('enabled', '=', true)
    .where('nextAt', '<=', now.toISOString())
    .execute()
  for (const brief of due) await sendDue(deps, brief)
  await deps.db
    .deleteFrom('briefIssues')
    .where('countyId', '=', countyId)
    .where('madeAt', '<', new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString())
    .execute()
}

/** One that fails is made again at the next turn: its next time moves on only together with the letters. */
async function sendDue(deps: Deps, brief: BriefRow): Promise<void> {
  const issue = await makeIssue(deps, brief)
  await deps.db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable('briefs')
      .set({ nextAt: await nextAt(tx, deps, brief) })
      .where('countyId', '=', brief.countyId)
      .where('id', '=', brief.id)
      .where('nextAt', '=', brief.nextAt)
      .where('version', '=', brief.version)
      .executeTakeFirst()
    if (taken.numUpdatedRows > 0n) await postIssue(tx, brief, issue)
  })
}

export interface Issue {
  readonly madeAt: string
  readonly filename: string
  readonly title: string
  readonly pdf: Buffer
}

/** Sets the paper; outside any transaction, since it takes a second. */
export async function makeIssue(deps: Deps, brief: BriefRow): Promise<Issue> {
  const { timeZone } = await countyOf(deps, brief.countyId)
  const kind = brief.period === 'weekly' ? 'weekly' : 'daily'
  const { now, days } = await boardOf(deps, brief.countyId).lookBack(
    brief.areaId ?? undefined,
    kind === 'weekly' ? 7 : 1,
  )
  const paper = briefPaper({ locale: brief.locale === 'en' ? 'en' : 'zh', timeZone, kind, now, days })
  return {
    madeAt: now.at,
    filename: `${paper.title}-${days.at(-1)?.day ?? ''}.pdf`,
    title: paper.title,
    pdf: await toPdf(paper),
  }
}

/** Keeps the issue and writes a letter to everybody who is to have it. */
export async function postIssue(
  tx: Deps['db'],
  { countyId, id, name, locale, recipients }: BriefRow,
  { madeAt, filename, title, pdf }: Issue,
): Promise<void> {
  await tx
    .insertInto('briefIssues')
    .values({ countyId, id: newId(), briefId: id, madeAt, filename, pdf, sentTo: recipients.length })
    .execute()
  await sendNotices(
    tx,
    recipients.map((recipient) => ({
      countyId,
      channel: 'email' as const,
      recipient,
      template: 'brief' as const,
      params: { name, title },
      locale: locale === 'en' ? ('en' as const) : ('zh' as const),
      subjectKind: 'brief',
      subjectId: id,
      attachment: { filename, bytes: pdf },
    })),
  )
}
