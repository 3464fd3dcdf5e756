import { createInflateRaw } from 'node:zlib'

/** One file of an archive: where its packed bytes lie. */
export interface ZipEntry {
  readonly name: string
  readonly packed: Buffer
  readonly isDeflated: boolean
  /** As the archive says; what comes out may be more. */
  readonly size: number
}

/** A workbook, whatever its name says. */
export const isZip = (file: Buffer) => file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))

const END = 0x06054b50
const END_64_AT = 0x07064b50
const FILE = 0x02014b50
const WHOLE = 0xffffffff
/** The end of the list may be followed by a comment of 64 KB. */
const LONGEST_END = 22 + 0xffff

/** The list of contents; nothing is unpacked. @throws RangeError where the archive is cut off or points beyond itself */
export function zipEntries(file: Buffer): Map<string, ZipEntry> {
  const end = endOf(file)
  let at = file.readUInt32LE(end + 16)
  if (at === WHOLE && end >= 20 && file.readUInt32LE(end - 20) === END_64_AT) at = long(file, long(file, end - 12) + 48)
  const entries = new Map<string, ZipEntry>()
  while (at + 46 <= file.length && file.readUInt32LE(at) === FILE) {
    const [nameLength, extraLength] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30)]
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const [size, packed, local] = sizesOf(file, at, extra)
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const isDeflated = file.readUInt16LE(at + 10) === 8
    entries.set(name, { name, packed: file.subarray(from, from + packed), isDeflated, size })
    at += 46 + nameLength + extraLength + file.readUInt16LE(at + 32)
  }
  return entries
}

function endOf(file: Buffer): number {
  for (let at = file.length - 22; at >= Math.max(0, file.length - LONGEST_END); at--)
    if (file.readUInt32LE(at) === END) return at
  throw new RangeError('no list of contents')
}

/** Unpacked size, packed size and place; those that four bytes cannot hold stand in the extra field, in this order. */
function sizesOf(file: Buffer, at: number, extra: Buffer): [size: number, packed: number, local: number] {
  const told = [file.readUInt32LE(at + 24), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)] as const
  let place = 0
  while (place + 4 <= extra.length && extra.readUInt16LE(place) !== 1) place += 4 + extra.readUInt16LE(place + 2)
  place += 4
  const [size, packed, local] = told.map((value) => {
    if (value !== WHOLE) return value
    place += 8
    return long(extra, place - 8)
  }) as [number, number, number]
  return [size, packed, local]
}

const long = (bytes: Buffer, at: number) => Number(bytes.readBigUInt64LE(at))

/** Something that goes on for longer than is read. */
export class TooLarge extends Error {}

/** The text of an entry as it is unpacked, some hundred kilobytes at a time. @throws TooLarge behind `most` bytes */
export async function* entryText({ packed, isDeflated }: ZipEntry, most: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  let bytes = 0
  for await (const chunk of isDeflated ? inflated(packed) : slices(packed)) {
    bytes += chunk.length
    if (bytes > most) throw new TooLarge()
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

const PIECE = 256 * 1024

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

function inflated(packed: Buffer): AsyncIterable<Buffer> {
  const inflate = createInflateRaw({ chunkSize: PIECE })
  inflate.end(packed)
  return inflate
}
