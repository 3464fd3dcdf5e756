import type { Client } from '@linli/client'
import { matterRoutes } from '@linli/contract/matters'
import type { Route } from '@linli/contract/route'
import type { Answer, CommandName } from '../outbox/entry.ts'
import type { Transport } from '../outbox/send-waiting.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { isMatter, keepMatter } from '../store/matters.ts'

const routes: Record<CommandName, Route> = {
  reportFromField: matterRoutes.reportFromField,
  receiveMatter: matterRoutes.receiveMatter,
  settleMatter: matterRoutes.settleMatter,
  settleOnSpot: matterRoutes.settleOnSpot,
  returnMatter: matterRoutes.returnMatter,
  escalateMatter: matterRoutes.escalateMatter,
  verifyMatter: matterRoutes.verifyMatter,
  commentMatter: matterRoutes.commentMatter,
}

export function transportTo(client: Client, db: Database): Transport {
  return {
    async upload(photo, key) {
      const { uploadPicture } = await import('@linli/client/upload')
      // The name makes it this picture for the resumable upload: two pictures may well be of the same size.
      return uploadPicture(new File([photo], `${key}.jpg`, { type: photo.type, lastModified: 0 }))
    },
    async send(command, body) {
      const answer: unknown = await client.call(routes[command], body)
      if (isMatter(answer)) {
        await keepMatter(db, answer)
        changed('matters')
      }
      return briefly(answer)
    },
  }
}

function briefly(answer: unknown): Answer {
  if (typeof answer !== 'object' || answer === null) return { version: null, number: null }
  const version = 'version' in answer && typeof answer.version === 'number' ? answer.version : null
  const number = 'number' in answer && typeof answer.number === 'string' ? answer.number : null
  return { version, number }
}
