import { XMLBuilder, XMLParser } from 'fast-xml-parser'

/** One node as the parser keeps it in order: its tag with the children, beside its attributes. */
export type XmlNode = Record<string, unknown>

// Nothing is decoded, trimmed or guessed: what is not touched is written as it was read.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
})
const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: false,
})

// Some programs give every element of the main namespace a prefix; without it the same elements have one name.
const prefixed = /<(\w+):(?:worksheet|workbook|sst|styleSheet)\b[^>]*?\sxmlns:\1=/

export function parseXml(text: string): XmlNode[] {
  const prefix = prefixed.exec(text)?.[1]
  const plain =
    prefix === undefined
      ? text
      : text
          .replaceAll(new RegExp(`(</?)${prefix}:`, 'g'), '$1')
          .replace(new RegExp(`\\sxmlns=`), ' xmlns:former=')
          .replace(`xmlns:${prefix}=`, 'xmlns=')
  // The library answers what it made of the text, in the order in which it stands.
  return parser.parse(plain) as XmlNode[]
}

export const buildXml = (nodes: readonly XmlNode[]): string => builder.build(nodes)

export function tagOf(node: XmlNode): string {
  for (const key in node) if (key !== ':@') return key
  return ''
}

export function childrenOf(node: XmlNode): XmlNode[] {
  const inner = node[tagOf(node)]
  // Text nodes hold a string; every other node the list of its children.
  return Array.isArray(inner) ? (inner as XmlNode[]) : []
}

export function attributesOf(node: XmlNode): Record<string, string> {
  // The parser leaves the key out where there are none.
  return (node[':@'] ??= {}) as Record<string, string>
}

export const findChild = (nodes: readonly XmlNode[], tag: string) => nodes.find((node) => tagOf(node) === tag)
export const findChildren = (nodes: readonly XmlNode[], tag: string) => nodes.filter((node) => tagOf(node) === tag)

export const element = (tag: string, attributes: Record<string, string>, children: XmlNode[] = []): XmlNode => ({
  [tag]: children,
  ':@': attributes,
})

/** The text directly in an element, as written: `&amp;` stays `&amp;`. */
export const rawText = (node: XmlNode): string =>
  childrenOf(node)
    .map((child) => (typeof child['#text'] === 'string' ? child['#text'] : ''))
    .join('')

export function setRawText(node: XmlNode, text: string): void {
  node[tagOf(node)] = text === '' ? [] : [{ '#text': text }]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export const decoded = (raw: string): string =>
  raw.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

// Spreadsheets refuse a file with a character that XML does not know.
const unwritable = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu

export const encoded = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
