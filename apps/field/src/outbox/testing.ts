import { OfflineError, ProblemError } from '@linli/client'
import type { OfflineCommand } from '@linli/contract/offline-commands'
import type { ProblemCode } from '@linli/contract/problems'
import type { Answer, Body, Uploaded } from './entry.ts'
import type { Posted, Transport } from './send-waiting.ts'

/** The page was killed here. */
export class Killed extends Error {}

export type Fault =
  | 'none'
  | 'lost_request'
  | 'lost_answer'
  | 'kill_before'
  | 'kill_after'
  | 'unavailable'
  | 'failed'
  | 'busy'

export const problem = (code: ProblemCode, status: number, details: Record<string, unknown> = {}) =>
  new ProblemError({ type: 'about:blank', title: code, status, code, requestId: 'r', details })

export interface Applied {
  readonly commandId: string
  readonly subject: string
  readonly body: Body
}

/** A server as far as an outbox can tell: each commandId takes effect once, the same id with another body is refused. */
export class ModelServer implements Required<Transport> {
  readonly applied: Applied[] = []
  readonly uploads = new Map<string, string>()
  readonly versions = new Map<string, number>()
  signedIn = true
  #bodies = new Map<string, string>()
  #next: () => Fault
  #subjectOf: (body: Body) => string

  constructor(next: () => Fault, subjectOf: (body: Body) => string) {
    this.#next = next
    this.#subjectOf = subjectOf
  }

  async upload(_photo: Blob, key: string): Promise<Uploaded> {
    return this.#unreliably(() => {
      const id = `upload-${this.uploads.size}`
      this.uploads.set(id, key)
      return { id, claim: 'c' }
    })
  }

  async send(_command: OfflineCommand, body: Body): Promise<Answer> {
    return this.#unreliably(() => this.#apply(body))
  }

  async sendMany(items: readonly Posted[]): Promise<(Answer | ProblemError)[]> {
    return this.#unreliably(() =>
      items.map(({ body }) => {
        try {
          return this.#apply(body)
        } catch (error) {
          if (error instanceof ProblemError) return error
          throw error
        }
      }),
    )
  }

  /** As it looks to a phone that sends one by one. */
  alone(): Transport {
    return { upload: (photo, key) => this.upload(photo, key), send: (command, body) => this.send(command, body) }
  }

  /** The server's daily cleaning took the pictures that no command has used. */
  purgeUploads(): void {
    const used = new Set(this.applied.flatMap(({ body }) => photoIds(body)))
    for (const id of this.uploads.keys()) if (!used.has(id)) this.uploads.set(id, 'gone')
  }

  #apply(body: Body): Answer {
    const id = String(body['commandId'])
    const text = JSON.stringify(body)
    const earlier = this.#bodies.get(id)
    const subject = this.#subjectOf(body)
    if (earlier !== undefined && earlier !== text) throw problem('command.reused', 422)
    if (earlier === undefined) {
      if (body['words'] === 'bad') throw problem('matter.wrong_state', 409)
      if (photoIds(body).some((photo) => this.uploads.get(photo) === 'gone')) throw problem('attachment.not_found', 404)
      const version = this.versions.get(subject) ?? 1
      if (body['seenVersion'] !== undefined && body['seenVersion'] !== version) throw problem('matter.moved_on', 409)
      this.#bodies.set(id, text)
      this.versions.set(subject, version + 1)
      this.applied.push({ commandId: id, subject, body })
    }
    return { version: this.versions.get(subject) ?? null, number: null }
  }

  #unreliably<T>(act: () => T): T {
    const fault = this.#next()
    if (fault === 'lost_request') throw new OfflineError()
    if (fault === 'kill_before') throw new Killed()
    if (fault === 'unavailable') throw problem('server.unavailable', 503)
    if (fault === 'failed') throw problem('server.failed', 500)
    if (fault === 'busy') throw problem('rate.limited', 429, { retryAfterSeconds: 30 })
    if (!this.signedIn) throw problem('session.expired', 401)
    const answer = act()
    if (fault === 'lost_answer') throw new OfflineError()
    if (fault === 'kill_after') throw new Killed()
    return answer
  }
}

export function photoIds(body: Body): string[] {
  const photos = (body['photos'] ?? []) as readonly Uploaded[]
  return photos.map((photo) => photo.id)
}
