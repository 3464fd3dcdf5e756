import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

/** A line of the list: ids and times, nothing of what was erased. */
export interface ListedErasure {
  readonly countyId: number
  readonly subjectKind: string
  readonly subjectId: string
  readonly part: string
  readonly erasedAt: string
  readonly certificate: string
}

const HEAD = 'county,subject,id,part,erased_at,certificate\n'
const Line = z.tuple([
  z.string().regex(/^\d{6}$/),
  z.string().regex(/^[a-z_]{1,40}$/),
  z.uuid(),
  z.string().regex(/^[a-z_]{1,40}$/),
  z.iso.datetime({ offset: true }),
  z.string().min(1).max(40),
])

export const listExists = (path: string) => existsSync(path)

/** Adds lines and returns once they are on the disk. */
export function appendToList(path: string, erasures: readonly ListedErasure[]): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+', 0o600)
  try {
    const { size } = fstatSync(file)
    const last = Buffer.alloc(1)
    if (size > 0) readSync(file, last, 0, 1, size - 1)
    // A line that a power cut left half written ends here; it was not counted as listed, and comes again.
    const before = size === 0 ? HEAD : last.toString() === '\n' ? '' : '\n'
    const lines = erasures.map((one) =>
      [one.countyId, one.subjectKind, one.subjectId, one.part, one.erasedAt, one.certificate].join(','),
    )
    writeSync(file, `${before}${lines.join('\n')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Every erasure of a list, the latest of each part; and how many lines could not be read. */
export function readList(path: string): { readonly erasures: readonly ListedErasure[]; readonly unread: number } {
  if (!existsSync(path)) return { erasures: [], unread: 0 }
  const latest = new Map<string, ListedErasure>()
  let unread = 0
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '' || `${line}\n` === HEAD) continue
    const parsed = Line.safeParse(line.split(','))
    if (!parsed.success) {
      unread++
      continue
    }
    const [county, subjectKind, subjectId, part, erasedAt, certificate] = parsed.data
    const key = `${county} ${subjectKind} ${subjectId} ${part}`
    const known = latest.get(key)
    if (known === undefined || Date.parse(known.erasedAt) < Date.parse(erasedAt))
      latest.set(key, { countyId: Number(county), subjectKind, subjectId, part, erasedAt, certificate })
  }
  return { erasures: [...latest.values()], unread }
}
