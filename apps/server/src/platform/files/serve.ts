import type { FastifyInstance } from 'fastify'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Actor } from '../command/ctx.ts'
import { deriveKey, keyedHash } from '../crypto/keys.ts'
import { sameBytes } from '../crypto/tokens.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'
import { attachmentPath } from './pictures.ts'

type MayRead = (who: { actor: Actor; subjectId: string }) => Promise<boolean>
const readers = new Map<string, MayRead>()
const UUID = /^[0-9a-f-]{36}$/

/** Which actors may see pictures of this kind of subject; its module says. */
export function onAttachmentRead(subjectKind: string, mayRead: MayRead): void {
  readers.set(subjectKind, mayRead)
}

/** A token that opens one picture without a session, for pages opened by number and code. Good for `minutes`. */
export function signAttachment(deps: Deps, id: string, minutes = 60): string {
  const until = Math.floor(deps.now().getTime() / 60_000) + minutes
  return `${until.toString(36)}.${signature(deps, id, until)}`
}

function signature(deps: Deps, id: string, until: number): string {
  return keyedHash(deriveKey(deps.config.secret, 'attachment-link'), `${id}:${until}`)
    .toString('base64url')
    .slice(0, 27)
}

function isSigned(deps: Deps, id: string, token: string | undefined): boolean {
  const [minute = '', signed = ''] = token?.split('.') ?? []
  const until = Number.parseInt(minute, 36)
  if (!Number.isSafeInteger(until) || until * 60_000 < deps.now().getTime()) return false
  return sameBytes(Buffer.from(signed), Buffer.from(signature(deps, id, until)))
}

/** `GET /api/attachments/:id[?size=thumb][&t=token]`. Absent and not yours are the same answer. */
export function registerAttachments(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { size?: string; t?: string } }>(
    '/api/attachments/:id',
    async (request, reply) => {
      const { id } = request.params
      if (!UUID.test(id)) throw new Problem('attachment.not_found')
      const row = await deps.db
        .selectFrom('attachments')
        .select(['subjectKind', 'subjectId', 'byId', 'mediaType'])
        .where('countyId', '=', request.actor.countyId)
        .where('id', '=', id)
        .executeTakeFirst()
      const mayRead = row?.subjectKind == null ? undefined : readers.get(row.subjectKind)
      const own = row?.byId != null && row.byId === request.actor.id
      const allowed =
        row !== undefined &&
        (own ||
          isSigned(deps, id, request.query.t) ||
          (row.subjectId !== null && (await mayRead?.({ actor: request.actor, subjectId: row.subjectId })) === true))
      if (!allowed) throw new Problem('attachment.not_found')
      const thumb = request.query.size === 'thumb'
      const path = attachmentPath(deps, request.actor.countyId, id, thumb ? 'thumb' : 'full')
      const { size } = await stat(path).catch(() => {
        throw new Problem('attachment.not_found')
      })
      return reply
        .type(thumb ? 'image/webp' : row.mediaType)
        .headers({
          'content-length': size,
          'cache-control': 'private, max-age=3600',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
          'content-disposition': `inline; filename="${id.slice(0, 8)}.${thumb ? 'webp' : 'jpg'}"`,
        })
        .send(createReadStream(path))
    },
  )
}
