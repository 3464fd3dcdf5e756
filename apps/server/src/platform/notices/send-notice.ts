import type { NoticeChannel, OutsideChannel } from '@linli/contract/notice-kinds'
import { sql } from 'kysely'
import { newId } from '../crypto/id.ts'
import type { Db } from '../database/database.ts'
import { render, type TemplateName } from './templates.ts'

export interface NewNotice {
  readonly countyId: number
  /** What staff are told goes `inapp` first; the other ways follow from their own rules (`forward.ts`). */
  readonly channel: NoticeChannel
  /** Phone, e-mail address, id of a browser for `push`, or staff id for `inapp`. */
  readonly recipient: string
  readonly template: TemplateName
  readonly params: Readonly<Record<string, string>>
  readonly locale: 'zh' | 'en'
  readonly subjectKind?: string
  readonly subjectId?: string
  /** Ways by which the same person is told of the same thing by a message of its own. */
  readonly toldBy?: readonly OutsideChannel[]
  /** Of an e-mail. */
  readonly attachment?: { readonly filename: string; readonly bytes: Buffer }
}

/** Writes a message in the caller's transaction; it leaves after the commit, or never. */
export function sendNotice(tx: Db, notice: NewNotice): Promise<void> {
  return sendNotices(tx, [notice])
}

/** As `sendNotice`, to many in one statement. */
export async function sendNotices(tx: Db, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  await tx
    .insertInto('notices')
    .values(
      notices.map(({ params, locale, attachment, toldBy, ...columns }) => ({
        ...columns,
        id: newId(),
        params: JSON.stringify(params),
        ...(attachment ? { attachmentName: attachment.filename, attachment: attachment.bytes } : {}),
        body: render(columns.template, locale, params),
        // An in-app message has arrived when it stands here.
        sentAt: columns.channel === 'inapp' ? sql<string>`now()` : null,
        // At once, by whichever clock.
        forwardAt: columns.channel === 'inapp' ? sql<string>`'epoch'` : null,
        ...(toldBy ? { toldBy: [...toldBy] } : {}),
      })),
    )
    .execute()
}
