import { XMLBuilder } from 'fast-xml-parser'
import type { FastifyReply } from 'fastify'

export type Format = 'json' | 'xml'

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
  void reply.header('cache-control', 'no-store')
  if (format === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(items))
  const body = builder.build({ [shape.list]: { [shape.item]: items.map(forXml) } }) as string
  return reply
    .type('text/xml; charset=utf-8')
    .send(HEAD + (items.length === 0 ? `<${shape.list}></${shape.list}>` : body))
}

/** A document that is one thing, not a list (discovery, a service definition). */
export function answerOne(
  reply: FastifyReply,
  format: Format,
  name: string,
  value: Record<string, unknown>,
  xml: Record<string, unknown> = value,
): FastifyReply {
  if (format === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(value))
  return reply.type('text/xml; charset=utf-8').send(HEAD + (builder.build({ [name]: forXml(xml) }) as string))
}

export function answerFault(reply: FastifyReply, format: Format, fault: Open311Fault): FastifyReply {
  void reply.status(fault.status)
  return answer(reply, format, { list: 'errors', item: 'error' }, [{ code: fault.status, description: fault.message }])
}

// Null is an empty element in XML.
function forXml(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inner ?? '']))
}
