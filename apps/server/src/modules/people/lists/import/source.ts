import { listPartBytes } from '@linli/contract/people-lists'
import iconv from 'iconv-lite'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deriveKey } from '../../../../platform/crypto/keys.ts'
import { seal, unsealBytes } from '../../../../platform/crypto/seal.ts'
import type { Deps } from '../../../../platform/deps.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { csvRows } from '../../../../platform/tables/csv-rows.ts'
import { type TableRow, workbookRows } from '../../../../platform/tables/workbook-rows.ts'
import { isZip } from '../../../../platform/tables/zip-entries.ts'

/** Where a file lies until its list is done with: in parts, each sealed, since it holds what the vault is there for. */
export interface StoredList {
  readonly countyId: number
  readonly id: string
  readonly parts: number
}

export type ListEncoding = 'utf-8' | 'gb18030' | 'xlsx'

const folderOf = (deps: Deps, { countyId, id }: StoredList) =>
  join(deps.config.dataDir, 'files', String(countyId), 'lists', id)
const keyOf = (deps: Deps) => deriveKey(deps.config.secret, 'register-list')
const contextOf = ({ countyId, id }: StoredList, part: number) => `list:${countyId}:${id}:${part}`

export const partsOf = (bytes: number) => Math.ceil(bytes / listPartBytes)

/** Keeps one part; the same part again replaces itself. Only a whole part ever has the final name. */
export async function keepPart(deps: Deps, list: StoredList, part: number, bytes: Buffer): Promise<void> {
  const folder = folderOf(deps, list)
  await mkdir(folder, { recursive: true })
  const path = join(folder, String(part))
  await writeFile(`${path}.half`, seal(keyOf(deps), bytes, contextOf(list, part), deps.masterKeys.suite))
  await rename(`${path}.half`, path)
}

export async function dropFile(deps: Deps, list: StoredList): Promise<void> {
  await rm(folderOf(deps, list), { recursive: true, force: true })
}

async function* partsIn(deps: Deps, list: StoredList): AsyncGenerator<Buffer> {
  for (let part = 0; part < list.parts; part++) {
    const sealed = await readFile(join(folderOf(deps, list), String(part))).catch(() => null)
    const bytes = sealed && unsealBytes(keyOf(deps), sealed, contextOf(list, part))
    if (!bytes) throw new Problem('import.unreadable', { reason: 'empty' })
    yield bytes
  }
}

/** By its content, whatever its name says. GB18030 has no mark of its own, but its text is almost never valid UTF-8. */
export async function encodingOf(deps: Deps, list: StoredList): Promise<ListEncoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let first = true
  for await (const part of partsIn(deps, list)) {
    if (first && isZip(part)) return 'xlsx'
    if (part.includes(0)) throw new Problem('import.unreadable', { reason: 'not_text' })
    first = false
    if (!isUtf8) continue
    try {
      utf8.decode(part, { stream: true })
    } catch {
      isUtf8 = false
    }
  }
  return isUtf8 ? 'utf-8' : 'gb18030'
}

/**
 * The rows of a list in their order, with those above its headings: always the same for the same file, so that work which
 * was cut off can find its place again, and as they flow: neither a table of text nor a sheet is ever held as a whole.
 */
export async function* readList(deps: Deps, list: StoredList, encoding: ListEncoding): AsyncGenerator<TableRow> {
  if (encoding === 'xlsx') {
    const parts: Buffer[] = []
    for await (const part of partsIn(deps, list)) parts.push(part)
    yield* workbookRows(Buffer.concat(parts), { fillMerged: true, formulas: true })
    return
  }
  for await (const row of csvRows(textIn(deps, list, encoding))) {
    if (row.cells.some((cell) => cell.trim() !== '')) yield row
  }
}

async function* textIn(deps: Deps, list: StoredList, encoding: ListEncoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding)
  for await (const part of partsIn(deps, list)) yield decoder.write(part)
  yield decoder.end() ?? ''
}

/** The rows behind the headings. */
export async function* listRows(
  deps: Deps,
  list: StoredList & { readonly headerLine: number },
  encoding: ListEncoding,
): AsyncGenerator<TableRow> {
  for await (const row of readList(deps, list, encoding)) if (row.line > list.headerLine) yield row
}
