import { XMLBuilder } from 'fast-xml-parser'
import type { FastifyReply } from 'fastify'

export type Format = 'json' | 'xml'

export function isFormat(name: string): name is Format {
  return name === 'json' || name === 'xml'
}

/** The specification names the first three; what is our own fault must not look like the client's. */
type Status = 400 | 403 | 404 | 500 | 503

/** A fault in the specification's own form: a list of code and description. */
export class Open311Fault extends Error {
  readonly status: Status
  constructor(status: Status, description: string) {
    super(description)
    this.status = status
  }
}

const builder = new XMLBuilder({ suppressEmptyNode: true })
const HEAD = '<?xml version="1.0" encoding="utf-8"?>'

/** `{ service: [...] }` below `services`; JSON has no names for list and item, XML has both. */
export interface Shape {
  readonly list: string
  readonly item: string
}

export function answer(
  reply: FastifyReply,
  format: Format,
  shape: Shape,
  items: readonly Record<string, unknown>[],
): FastifyReply {
  const told = items.map(readable)
  if (format === 'json') return send(reply, format, JSON.stringify(told))
  const body = builder.build({ [shape.list]: { [shape.item]: forXml(told) } }) as string
  return send(reply, format, HEAD + (told.length === 0 ? `<${shape.list}></${shape.list}>` : body))
}

/** A document that is one thing, not a list (discovery, a service definition). */
export function answerOne(
  reply: FastifyReply,
  format: Format,
  name: string,
  value: Record<string, unknown>,
): FastifyReply {
  if (format === 'json') return send(reply, format, JSON.stringify(value))
  return send(reply, format, HEAD + (builder.build({ [name]: forXml(value) }) as string))
}

export function answerFault(reply: FastifyReply, format: Format, fault: Open311Fault): FastifyReply {
  void reply.status(fault.status)
  return answer(reply, format, { list: 'errors', item: 'error' }, [{ code: fault.status, description: fault.message }])
}

function send(reply: FastifyReply, format: Format, body: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type(format === 'json' ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8')
    .send(body)
}

/** What the items of a list inside a thing are called in XML, where JSON has a bare list. */
const itemNames: Readonly<Record<string, string>> = {
  endpoints: 'endpoint',
  formats: 'format',
  attributes: 'attribute',
  values: 'value',
  notes: 'note',
}

// Null is an empty element in XML, and so is a list of nothing.
function forXml(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => forXml(item))
    const item = itemNames[name]
    return item === undefined ? items : items.length === 0 ? '' : { [item]: items }
  }
  if (typeof value !== 'object' || value === null) return value ?? ''
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, forXml(inner, key)]))
}

// XML 1.0 has no way to write these, not even escaped: one of them in a description would spoil the whole list. Left out
// of JSON too, so that both say the same.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function readable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll(unwritable, '\ufffd')
  if (Array.isArray(value)) return value.map(readable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]))
}
