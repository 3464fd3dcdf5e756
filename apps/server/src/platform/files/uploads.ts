import { FileStore } from '@tus/file-store'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createWriteStream, mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { deriveKey, keyedHash } from '../crypto/keys.ts'
import { sha256 } from '../crypto/tokens.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'
import { attachmentPath, cleanPicture } from './pictures.ts'
import { isFull, UploadServer } from './upload-server.ts'

/** Biggest upload taken; phones of today make pictures of 3–12 MB. */
const MOST_BYTES = 25 * 1024 * 1024
const HOURS_KEPT = 24
const ADDRESS = /^\/api\/uploads(?:\/([0-9a-f]{32}))?\/?(?:\?.*)?$/

/**
 * Resumable uploads by tus at /api/uploads. With the last byte the picture is cleaned and becomes an attachment that
 * belongs to nothing yet; the answer, and every later HEAD, names it and the claim with which a command may link it.
 */
export async function registerUploads(app: FastifyInstance, deps: Deps): Promise<void> {
  const folder = join(deps.config.dataDir, 'uploads')
  mkdirSync(folder, { recursive: true })
  const store = new DiskStore({ directory: folder, expirationPeriodInMilliseconds: HOURS_KEPT * 3_600_000 })
  const tus = new UploadServer({
    path: '/api/uploads',
    datastore: store,
    maxSize: MOST_BYTES,
    relativeLocation: true,
    respectForwardedHeaders: deps.config.trustProxy,
    onUploadFinish: async (_request, upload) => {
      try {
        await keep(deps, join(folder, upload.id), upload.id, tus.request)
        return { headers: namesOf(deps, upload.id) }
      } catch (error) {
        await rm(join(folder, upload.id), { force: true })
        throw error
      }
    },
  })

  app.register(async (scope) => {
    scope.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      const address = ADDRESS.exec(request.url)
      // The library takes any last part of an address as a file's name.
      if (!address) throw new Problem('route.not_found')
      const [, id] = address
      // A client whose last answer got lost asks again by HEAD and must still learn what its file became.
      if (request.method === 'HEAD' && id && (await isKept(deps, id))) {
        for (const [name, value] of Object.entries(namesOf(deps, id))) reply.raw.setHeader(name, value)
      }
      await tus.serve(request, reply)
    }
    scope.route({ method: ['POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS'], url: '/api/uploads', handler: handle })
    scope.route({ method: ['POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS'], url: '/api/uploads/*', handler: handle })
  })
}

/** The library's own store calls a full disk a fault of the server; whoever uploads has to know which it is. */
class DiskStore extends FileStore {
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset })
    await pipeline(readable, file).catch((error: unknown) => {
      throw isFull(error) ? new Problem('storage.full') : error
    })
    return offset + file.bytesWritten
  }
}

/** Removes unfinished uploads and attachments that no command has used for a day. */
export async function purgeUnusedFiles(deps: Deps): Promise<void> {
  const folder = join(deps.config.dataDir, 'uploads')
  const oldest = deps.now().getTime() - HOURS_KEPT * 3_600_000
  // Not by the library's own way, which leaves the notes of finished uploads behind for ever.
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const file = await stat(path).catch(() => null)
    if (file !== null && file.mtimeMs < oldest) await rm(path, { force: true })
  }
  await dropUnused(deps, new Date(oldest).toISOString())
}

/** The files first: a row without its file is found again, a file without its row never would be. */
export async function dropUnused(deps: Deps, before: string): Promise<void> {
  const unused = await deps.db
    .selectFrom('attachments')
    .select(['countyId', 'id'])
    .where('subjectId', 'is', null)
    .where('createdAt', '<', before)
    .execute()
  for (const { countyId, id } of unused) {
    for (const size of ['full', 'thumb'] as const) await rm(attachmentPath(deps, countyId, id, size), { force: true })
    await deps.db
      .deleteFrom('attachments')
      .where('countyId', '=', countyId)
      .where('id', '=', id)
      .where('subjectId', 'is', null)
      .execute()
  }
}

async function keep(deps: Deps, source: string, uploadId: string, caller: FastifyRequest | undefined): Promise<void> {
  const countyId = caller?.actor.countyId ?? deps.config.countyId
  const id = attachmentIdOf(uploadId)
  const picture = await cleanPicture(deps, source, countyId, id)
  const owner = caller?.actor.kind === 'staff' || caller?.actor.kind === 'resident' ? caller.actor : null
  await deps.db
    .insertInto('attachments')
    .values({
      countyId,
      id,
      mediaType: picture.mediaType,
      bytes: picture.bytes,
      width: picture.width,
      height: picture.height,
      sha256: picture.sha256,
      byKind: owner?.kind ?? 'public',
      byId: owner?.id ?? null,
      claimHash: sha256(claimOf(deps, uploadId)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await rm(source, { force: true })
}

function namesOf(deps: Deps, uploadId: string): Record<string, string> {
  return {
    'Linli-Attachment-Id': attachmentIdOf(uploadId),
    'Linli-Attachment-Claim': claimOf(deps, uploadId),
    'Access-Control-Expose-Headers': 'Linli-Attachment-Id, Linli-Attachment-Claim',
  }
}

// tus ids are 128 random bits in hex: the same bits serve as the record's id.
function attachmentIdOf(uploadId: string): string {
  const hex = uploadId.slice(0, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

// Worked out from the upload's address, which only its sender knows: can be told again, need not be stored.
function claimOf(deps: Deps, uploadId: string): string {
  return keyedHash(deriveKey(deps.config.secret, 'attachment-claim'), uploadId).toString('base64url')
}

async function isKept(deps: Deps, uploadId: string): Promise<boolean> {
  const row = await deps.db
    .selectFrom('attachments')
    .select('id')
    .where('countyId', '=', deps.config.countyId)
    .where('id', '=', attachmentIdOf(uploadId))
    .executeTakeFirst()
  return row !== undefined
}
