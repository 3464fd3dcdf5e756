import { fileTypeFromFile } from 'file-type'
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff'])
/** A picture of more pixels is a trap or a mistake; unpacking it would take the memory of everybody else. */
const MOST_PIXELS = 50_000_000
const LONGEST_SIDE = 2560
const THUMB_SIDE = 480

// Two cores serve everybody: one picture at a time, and no cache of what nobody asks for twice.
sharp.concurrency(1)
sharp.cache(false)

export interface CleanPicture {
  readonly mediaType: 'image/jpeg'
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly sha256: Buffer
}

/** Where a cleaned picture lies. Folders by the last two digits of the id keep each small. */
export function attachmentPath(deps: Deps, countyId: number, id: string, size: 'full' | 'thumb'): string {
  return join(
    deps.config.dataDir,
    'files',
    String(countyId),
    id.slice(-2),
    size === 'full' ? `${id}.jpg` : `${id}.thumb.webp`,
  )
}

/**
 * Sniffs, turns upright, bounds and re-encodes a picture; nothing of the original's metadata is left.
 * @throws `attachment.type_refused` for anything that is no picture, whatever its name; `attachment.too_large` for too many pixels.
 */
export async function cleanPicture(deps: Deps, source: string, countyId: number, id: string): Promise<CleanPicture> {
  const type = await fileTypeFromFile(source)
  if (!type || !TYPES.has(type.mime)) throw new Problem('attachment.type_refused', { found: type?.mime ?? 'unknown' })
  const target = attachmentPath(deps, countyId, id, 'full')
  const thumb = attachmentPath(deps, countyId, id, 'thumb')
  mkdirSync(dirname(target), { recursive: true })
  try {
    const input = sharp(source, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate()
    const made = await input
      .clone()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: true })
      .toFile(`${target}.part`)
    await sharp(`${target}.part`)
      .resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toFile(thumb)
    // Only a whole picture ever has the final name.
    await rename(`${target}.part`, target)
    return {
      mediaType: 'image/jpeg',
      bytes: (await stat(target)).size,
      width: made.width,
      height: made.height,
      sha256: await hashOf(target),
    }
  } catch (error) {
    await Promise.all([rm(`${target}.part`, { force: true }), rm(thumb, { force: true })])
    throw pictureProblem(error)
  }
}

function pictureProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (/pixel limit/i.test(error.message)) return new Problem('attachment.too_large', { mostPixels: MOST_PIXELS })
  if ('code' in error && error.code === 'ENOSPC') return error
  if (/ENOSPC|No space left/i.test(error.message)) return new Problem('storage.full')
  // Everything else that the decoder refuses is a damaged or disguised file.
  return new Problem('attachment.type_refused', { found: 'damaged' })
}

async function hashOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest()
}
