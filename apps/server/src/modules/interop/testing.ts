import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'

/**
 * GeoReport v2 answers as the specification's page (wiki.open311.org/GeoReport_v2) and its public JSON Schemas
 * (github.com/open311/schema-validation, schema/georeport-v2) describe them, written anew in our own words: the same
 * names, types, choices and lengths. Stricter in one thing: no name that the specification does not know.
 */
const text = z.string()
// W3C's note on dates: a zone is never missing.
const instant = z.iso.datetime({ offset: true })

const service = z.strictObject({
  service_code: text.min(1),
  service_name: text.min(1),
  description: text.nullable(),
  metadata: z.boolean(),
  type: z.enum(['realtime', 'batch', 'blackbox']),
  keywords: text.nullable(),
  group: text.nullable(),
})

const attribute = z.strictObject({
  variable: z.boolean(),
  code: text,
  datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  required: z.boolean(),
  datatype_description: text.nullable(),
  order: z.int().positive().nullable(),
  description: text.nullable(),
  values: z.array(z.strictObject({ key: text, name: text })).optional(),
})

const request = z.strictObject({
  service_request_id: text.min(1),
  status: z.enum(['open', 'closed']),
  status_notes: text.nullable(),
  service_name: text.nullable(),
  service_code: text,
  description: text.max(4000).nullable(),
  agency_responsible: text.nullable(),
  service_notice: text.nullable(),
  requested_datetime: instant,
  updated_datetime: instant.nullable(),
  expected_datetime: instant.nullable(),
  address: text.nullable(),
  address_id: text.nullable(),
  zipcode: text.nullable(),
  lat: z.number().nullable(),
  long: z.number().nullable(),
  media_url: z.url().nullable(),
})

/** Of number and token the specification wants one, never both. */
const filed = z.strictObject({
  service_request_id: text.min(1),
  service_notice: text.nullable(),
  account_id: text.nullable(),
})

const endpoint = z.strictObject({
  specification: z.literal('http://wiki.open311.org/GeoReport_v2'),
  url: z.url(),
  changeset: instant,
  type: z.enum(['production', 'test', 'acceptance', 'development']),
  formats: z.array(z.enum(['text/xml', 'application/json'])).min(1),
})

export const shapes = {
  discovery: z.strictObject({
    changeset: instant,
    contact: text,
    key_service: text,
    endpoints: z.array(endpoint).min(1),
  }),
  services: z.array(service),
  serviceDefinition: z.strictObject({ service_code: text, attributes: z.array(attribute) }),
  filed: z.array(filed).length(1),
  token: z.array(z.strictObject({ service_request_id: text, token: text })).length(1),
  requests: z.array(request),
  extended: z.array(
    request.extend({
      attributes: z.array(z.strictObject({ code: text, label: text, value: text })),
      notes: z.array(z.strictObject({ datetime: instant, description: text, type: text })),
    }),
  ),
  errors: z.array(z.strictObject({ code: z.int(), description: text.min(1) })).min(1),
}

const lists = new Set([
  'services',
  'service_requests',
  'errors',
  'endpoints',
  'formats',
  'attributes',
  'values',
  'notes',
])
const parser = new XMLParser({ parseTagValue: false, trimValues: false })

/** An XML answer as its JSON twin would be, all values as texts: lists lose the names of their items. */
export function readXml(xml: string): { root: string; value: unknown } {
  if (!xml.startsWith('<?xml version="1.0" encoding="utf-8"?>')) throw new Error(`no XML declaration: ${xml}`)
  const { '?xml': _head, ...document } = parser.parse(xml) as Record<string, unknown>
  const [root, value] = Object.entries(document)[0] ?? ['', undefined]
  return { root, value: unlisted(root, value) }
}

function unlisted(name: string, value: unknown): unknown {
  if (lists.has(name)) {
    const items = value === '' ? [] : [Object.values(value as object)[0]].flat()
    return items.map((item) => unlisted('', item))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unlisted(key, inner)]))
}

/** A JSON answer with all values as texts, nulls as empty ones: what its XML twin must say. */
export function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]))
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}
