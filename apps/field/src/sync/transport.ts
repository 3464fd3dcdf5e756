import { type Client, ProblemError } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { offlineRoutes } from '@linli/contract/offline-commands'
import { deviceId, readLock } from '../account/phone-lock.ts'
import type { Answer, Parts, Uploaded } from '../outbox/entry.ts'
import type { Posted, Transport } from '../outbox/send-waiting.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { isMatter, keepMatter } from '../store/matters.ts'

/** Sends a picture of this phone; cut off, it goes on where it stopped. */
export async function uploadNamed(photo: Blob, key: string): Promise<Uploaded> {
  const { uploadPicture } = await import('@linli/client/upload')
  // The name makes it this picture for the resumable upload: two pictures may well be of the same size.
  return uploadPicture(new File([photo], `${key}.jpg`, { type: photo.type, lastModified: 0 }))
}

/** A phone that the station knows sends many commands in one request; any other one by one. */
export async function transportTo(client: Client, db: Database): Promise<Transport> {
  const known = (await readLock(db)) !== null
  async function kept(answer: unknown): Promise<Answer> {
    if (isMatter(answer)) {
      await keepMatter(db, answer)
      changed('matters')
    }
    return briefly(answer)
  }
  return {
    upload: uploadNamed,
    send: async (command, body) => kept(await client.call(offlineRoutes[command], body)),
    ...(known ? { sendMany: (items) => sendMany(client, items, kept) } : {}),
  }
}

async function sendMany(
  client: Client,
  items: readonly Posted[],
  kept: (answer: unknown) => Promise<Answer>,
): Promise<(Answer | ProblemError)[]> {
  const { answers } = await client.call(fieldDeviceRoutes.sendCommands, {
    deviceId: deviceId(),
    items: items.map(({ command, body }) => ({ command, input: { ...body } })),
  })
  const outcomes: (Answer | ProblemError)[] = []
  for (const { answer, problem } of answers)
    outcomes.push(problem === null ? await kept(answer) : new ProblemError(problem))
  return outcomes
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
