import { unzipSync, type Zippable, zipSync } from 'fflate'
import { posix } from 'node:path'
import { Problem } from '../problem/problem.ts'
import { isZip } from '../tables/zip-entries.ts'
import {
  attributesOf,
  buildXml,
  childrenOf,
  decoded,
  findChild,
  findChildren,
  parseXml,
  tagOf,
  type XmlNode,
} from './xml.ts'

/** What a workbook may hold when unpacked: a small file can hide a very large one. */
const MOST_UNPACKED = 40 * 1024 * 1024
const MOST_ENTRIES = 2_000
/** How a workbook of before 2007 begins, and one that is locked by a password. */
const OLD_OR_LOCKED = Buffer.from('d0cf11e0', 'hex')

export interface SheetPart {
  readonly name: string
  readonly path: string
  readonly xml: XmlNode[]
  readonly isHidden: boolean
}

/** An XLSX taken apart: its sheets as trees, everything else as it came. */
export interface Workbook {
  readonly entries: Map<string, Uint8Array>
  /** The workbook part itself: names, order of the sheets. */
  readonly path: string
  readonly xml: XmlNode[]
  readonly sheets: readonly SheetPart[]
  /** Texts that cells point at by their place, as `<si>` elements. */
  readonly sharedTexts: readonly XmlNode[]
  /** Cell styles that show a number as a day. */
  readonly dateStyles: ReadonlySet<number>
}

const refuse = (reason: string) => new Problem('report.unreadable', { reason })

/** @throws Problem `report.unreadable` with why: `not_xlsx`, `old_or_locked`, `macros`, `too_large`, `damaged` */
export function openWorkbook(file: Buffer): Workbook {
  if (file.subarray(0, 4).equals(OLD_OR_LOCKED)) throw refuse('old_or_locked')
  if (!isZip(file)) throw refuse('not_xlsx')
  const entries = unpacked(file)
  const names = [...entries.keys()]
  if (names.some((name) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(name))) throw refuse('macros')
  try {
    const path = targetOf(entries, '', '/officeDocument') ?? 'xl/workbook.xml'
    const xml = partXml(entries, path)
    const sheets = childrenOf(childOf(rootOf(xml), 'sheets')).filter((node) => tagOf(node) === 'sheet')
    const links = linksOf(entries, path)
    const texts = [...links.values()].find(({ type }) => type.endsWith('/sharedStrings'))
    return {
      entries,
      path,
      xml,
      sheets: sheets.flatMap((node) => {
        const { name = '', state, ...rest } = attributesOf(node)
        const target = links.get(rest['r:id'] ?? '')
        // Sheets of charts alone have no cells.
        if (!target?.type.endsWith('/worksheet')) return []
        return [
          {
            name: decoded(name),
            path: target.path,
            xml: partXml(entries, target.path),
            isHidden: (state ?? 'visible') !== 'visible',
          },
        ]
      }),
      sharedTexts:
        texts && entries.has(texts.path) ? findChildren(childrenOf(rootOf(partXml(entries, texts.path))), 'si') : [],
      dateStyles: dateStylesOf(entries, links),
    }
  } catch (error) {
    throw error instanceof Problem ? error : refuse('damaged')
  }
}

function unpacked(file: Buffer): Map<string, Uint8Array> {
  let [bytes, count] = [0, 0]
  try {
    // Only the list of contents is read at first: the filter takes no entry, so that nothing is unpacked.
    unzipSync(file, {
      filter: ({ originalSize }) => {
        bytes += originalSize
        count++
        return false
      },
    })
    if (bytes > MOST_UNPACKED || count > MOST_ENTRIES) throw refuse('too_large')
    return new Map(Object.entries(unzipSync(file)))
  } catch (error) {
    throw error instanceof Problem ? error : refuse('damaged')
  }
}

/** The tree of a part. @throws when it is missing */
export function partXml(entries: ReadonlyMap<string, Uint8Array>, path: string): XmlNode[] {
  const bytes = entries.get(path)
  if (!bytes) throw refuse('damaged')
  return parseXml(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  )
}

export function rootOf(xml: readonly XmlNode[]): XmlNode {
  const root = xml.find((node) => !tagOf(node).startsWith('?') && !tagOf(node).startsWith('#'))
  if (!root) throw refuse('damaged')
  return root
}

function childOf(node: XmlNode, tag: string): XmlNode {
  const child = findChild(childrenOf(node), tag)
  if (!child) throw refuse('damaged')
  return child
}

interface Link {
  readonly path: string
  readonly type: string
}

const linksPath = (part: string) => posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)

/** What a part points at, by its ids. */
export function linksOf(entries: ReadonlyMap<string, Uint8Array>, part: string): Map<string, Link> {
  const path = part === '' ? '_rels/.rels' : linksPath(part)
  if (!entries.has(path)) return new Map()
  const links = childrenOf(rootOf(partXml(entries, path))).flatMap((node) => {
    const { Id, Type, Target, TargetMode } = attributesOf(node)
    if (Id === undefined || Type === undefined || Target === undefined || TargetMode === 'External') return []
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(part === '' ? '' : posix.dirname(part), Target)
    return [[Id, { path: target, type: Type }] as const]
  })
  return new Map(links)
}

export const targetOf = (entries: ReadonlyMap<string, Uint8Array>, part: string, type: string) =>
  [...linksOf(entries, part).values()].find((link) => link.type.endsWith(type))?.path

/** Number formats that ECMA-376 gives to days, the Chinese ones among them. */
const isDateFormat = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)

export function dateStylesOf(
  entries: ReadonlyMap<string, Uint8Array>,
  links: ReadonlyMap<string, Link>,
): ReadonlySet<number> {
  const path = [...links.values()].find(({ type }) => type.endsWith('/styles'))?.path
  if (path === undefined || !entries.has(path)) return new Set()
  const sheet = childrenOf(rootOf(partXml(entries, path)))
  const own = new Map(
    childrenOf(findChild(sheet, 'numFmts') ?? {}).map((node) => {
      const { numFmtId, formatCode = '' } = attributesOf(node)
      // Words in quotes and colours in brackets say nothing of days.
      return [Number(numFmtId), /[yd]/i.test(decoded(formatCode).replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''))] as const
    }),
  )
  const formats = findChildren(childrenOf(findChild(sheet, 'cellXfs') ?? {}), 'xf')
  return new Set(
    formats.flatMap((node, style) => {
      const id = Number(attributesOf(node)['numFmtId'] ?? 0)
      return (own.get(id) ?? isDateFormat(id)) ? [style] : []
    }),
  )
}

/** Packs it again, with the parts that were changed; formulas are worked out anew by whoever opens it. */
export function packWorkbook(workbook: Workbook, changed: ReadonlyMap<string, string>): Buffer {
  const files: Zippable = {}
  const chain = targetOf(workbook.entries, workbook.path, '/calcChain')
  for (const [path, bytes] of workbook.entries) {
    if (path === chain) continue
    const text = changed.get(path)
    files[path] = text === undefined ? bytes : Buffer.from(text)
  }
  if (chain !== undefined) forget(files, workbook, chain)
  return Buffer.from(zipSync(files, { level: 6 }))
}

/** The order of working out: it names cells that have moved. Spreadsheets make it anew where it is missing. */
function forget(files: Zippable, { path }: Workbook, chain: string): void {
  for (const [part, attribute] of [
    [linksPath(path), 'Target'],
    ['[Content_Types].xml', 'PartName'],
  ] as const) {
    const bytes = files[part]
    if (!(bytes instanceof Uint8Array)) continue
    const xml = parseXml(Buffer.from(bytes).toString('utf8'))
    const root = rootOf(xml)
    root[tagOf(root)] = childrenOf(root).filter(
      (node) => !attributesOf(node)[attribute]?.endsWith(posix.basename(chain)),
    )
    files[part] = Buffer.from(buildXml(xml))
  }
}
