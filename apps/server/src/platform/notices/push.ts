import type { Deps } from '../deps.ts'
import { post } from '../outward/post.ts'
import { mayReachInward } from '../outward/addresses.ts'
import { Problem } from '../problem/problem.ts'
import { mayPushTo } from './browsers.ts'
import { encryptForBrowser } from './push-message.ts'
import { pushKeys, vapid } from './push-keys.ts'

/** After a day nobody needs a message about work any more: the list in the platform has it. */
const KEPT_SECONDS = 24 * 60 * 60

interface PushNotice {
  readonly id: string
  readonly recipient: string
  readonly body: string
  readonly params: unknown
  readonly subjectKind: string | null
  readonly subjectId: string | null
}

/**
 * Hands a message to the push service of a browser.
 * @returns the status of the answer; null when nothing shows messages there any more, and the browser is forgotten.
 */
export async function pushToBrowser(deps: Deps, notice: PushNotice): Promise<number | null> {
  const { countyId, secret } = deps.config
  const browsers = () => deps.db.selectFrom('pushBrowsers').where('countyId', '=', countyId)
  const browser = await browsers().where('id', '=', notice.recipient).selectAll().executeTakeFirst()
  if (!browser) return null
  if (!(await mayPushTo(deps, browser.endpoint))) throw new Problem('push.endpoint_refused')
  const { urgent } = notice.params as { urgent?: string }
  const message = {
    id: notice.id,
    body: notice.body,
    urgent: urgent === '1',
    subject: notice.subjectKind === null ? null : { kind: notice.subjectKind, id: notice.subjectId },
  }
  const status = await post({
    url: browser.endpoint,
    headers: {
      authorization: vapid(pushKeys(secret), browser.endpoint, contactOf(deps), deps.now()),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(KEPT_SECONDS),
      urgency: message.urgent ? 'high' : 'normal',
      // Sent twice because an answer was lost, it takes its own place.
      topic: notice.id.replaceAll('-', ''),
    },
    body: encryptForBrowser(JSON.stringify(message), browser),
    inward: mayReachInward(deps, browser.endpoint),
  })
  const gone = status === 404 || status === 410
  const own = { countyId, id: browser.id }
  if (gone)
    await deps.db.deleteFrom('pushBrowsers').where('countyId', '=', own.countyId).where('id', '=', own.id).execute()
  else if (status < 300)
    await deps.db
      .updateTable('pushBrowsers')
      .set({ lastSentAt: deps.now().toISOString() })
      .where('countyId', '=', own.countyId)
      .where('id', '=', own.id)
      .execute()
  return gone ? null : status
}

/** Whom the operators of a push service ask when something is wrong with our messages. */
function contactOf({ config }: Deps): string {
  if (config.publicUrl?.startsWith('https:')) return config.publicUrl
  return `mailto:${/<([^>]+)>/.exec(config.mailFrom)?.[1] ?? config.mailFrom}`
}
