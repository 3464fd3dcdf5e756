import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { UsageError } from './usage-error.ts'

/**
 * What a backup holds besides `tables/*.csv.gz` and `files/`. Checksums stand in SHA256SUMS, so that `sha256sum -c` can
 * check a backup without us; it is written last, and without it a backup is unfinished.
 */
export const Manifest = z.object({
  format: z.literal(1),
  at: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** Rows of every table, in the order of their names. */
  tables: z.record(z.string(), z.number()),
  /** Last number that every sequence has given out. */
  sequences: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof Manifest>

const SUMS = 'SHA256SUMS'
const MANIFEST = 'manifest.json'

export interface BackupWriter {
  /** @param name path within the backup, with `/`. */
  write(name: string, content: Readable): Promise<void>
  finish(manifest: Manifest): void
}

/** Writes files into a folder and their checksums at the end. Only the owner may read it: it holds personal data and the secret. */
export function writeBackup(folder: string): BackupWriter {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const sums: string[] = []
  return {
    async write(name, content) {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      const hash = createHash('sha256')
      await pipeline(
        content,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(path, { mode: 0o600, flush: true }),
      )
      sums.push(`${hash.digest('hex')}  ${name}`)
    },
    finish(manifest) {
      const text = `${JSON.stringify(manifest, null, 1)}\n`
      writeFileSync(join(folder, MANIFEST), text, { mode: 0o600, flush: true })
      sums.push(`${createHash('sha256').update(text).digest('hex')}  ${MANIFEST}`)
      writeFileSync(join(folder, SUMS), `${sums.join('\n')}\n`, { mode: 0o600, flush: true })
    },
  }
}

/** Reads the manifest of a backup after checking every byte of it. */
export async function readBackup(folder: string): Promise<{ manifest: Manifest; names: readonly string[] }> {
  if (!existsSync(join(folder, SUMS)))
    throw new UsageError(`${folder} 不是完整的备份（缺少 ${SUMS}）· is no finished backup: ${SUMS} is missing`)
  const listed = readFileSync(join(folder, SUMS), 'utf8').trimEnd().split('\n')
  const damaged: string[] = []
  const names: string[] = []
  for (const line of listed) {
    const [, sum, name] = /^([0-9a-f]{64}) {2}([^/\\].*)$/.exec(line) ?? []
    if (sum === undefined || name === undefined || name.split('/').includes('..')) damaged.push(`${SUMS}: ${line}`)
    else if ((await sumOf(join(folder, name))) !== sum) damaged.push(name)
    else names.push(name)
  }
  if (damaged.length === 0) {
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')))
    const missing = [MANIFEST, ...Object.keys(manifest.tables).map(tableFile)].filter((name) => !names.includes(name))
    if (missing.length === 0) return { manifest, names }
    damaged.push(...missing)
  }
  throw new UsageError(
    `备份已损坏，没有改动任何数据 · the backup is damaged, nothing was touched:\n  ${damaged.join('\n  ')}`,
  )
}

export const tableFile = (table: string) => `tables/${table}.csv.gz`

async function sumOf(path: string): Promise<string | null> {
  if (!existsSync(path)) return null
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
