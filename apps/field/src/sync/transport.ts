import type { Client } from '@linli/client'
import type { Answer, Parts } from '../outbox/entry.ts'
import { commandRoutes } from '../outbox/routes.ts'
import type { Transport } from '../outbox/send-waiting.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { isMatter, keepMatter } from '../store/matters.ts'

export function transportTo(client: Client, db: Database): Transport {
  return {
    async upload(photo, key) {
      const { uploadPicture } = await import('@linli/client/upload')
      // The name makes it this picture for the resumable upload: two pictures may well be of the same size.
      return uploadPicture(new File([photo], `${key}.jpg`, { type: photo.type, lastModified: 0 }))
    },
    async send(command, body) {
      const answer: unknown = await client.call(commandRoutes[command], body)
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
  return 'parts' in answer && Array.isArray(answer.parts)
    ? { version, number, parts: outcome(answer.parts) }
    : { version, number }
}

/** Of a visit: what of it has become part of the file. */
function outcome(parts: readonly unknown[]): Parts {
  const states = parts.map((part) => (typeof part === 'object' && part !== null && 'state' in part ? part.state : null))
  const applied = states.filter((state) => state === 'applied').length
  return { applied, open: states.filter((state) => state === 'contested' || state === 'refused').length }
}
