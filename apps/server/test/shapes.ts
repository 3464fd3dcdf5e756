import type { Route } from '@linli/contract/route'
import fc from 'fast-check'
import { z } from 'zod'
import { newId } from '../src/platform/crypto/id.ts'

type Json = z.core.JSONSchema.BaseSchema

/** What exists, so that inputs reach what lies behind "not found". */
export interface Known {
  readonly ids: readonly string[]
  /** Values that mean something, by the name of their field. */
  readonly fields: Readonly<Record<string, readonly unknown[]>>
}

/** Inputs that a route's own schema accepts, of what is known where something is, else of what nothing has. */
export function validInputs(
  route: Route,
  known: Known = { ids: [], fields: {} },
): fc.Arbitrary<Record<string, unknown>> {
  const described = z.toJSONSchema(route.input, { io: 'input', unrepresentable: 'any' })
  return (
    shaped(described, known)
      // Rules beyond the shape (a first day before a last one) stand in no JSON Schema.
      .filter((input) => route.input.safeParse(input).success)
      // Routes take objects. Each command is one of its own, or all but the first would be the same one sent again.
      .map((input) => freshCommand(input as Record<string, unknown>))
  )
}

export function freshCommand(input: Record<string, unknown>): Record<string, unknown> {
  return 'commandId' in input ? { ...input, commandId: newId() } : input
}

const FAR = 1_000_000

function shaped(schema: Json, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((one) => shaped(one as Json, known)))
  if (schema.allOf) return fc.tuple(...schema.allOf.map((one) => shaped(one as Json, known))).map(joined)
  switch (schema.type) {
    case 'object':
      return shapedObject(schema, known)
    case 'array':
      return shapedArray(schema, known)
    case 'string':
      return shapedString(schema, known)
    case 'integer':
      return fc.integer({ min: lowest(schema, -FAR), max: highest(schema, FAR) })
    case 'number':
      return fc.double({ min: lowest(schema, -FAR), max: highest(schema, FAR), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.constantFrom('', 'x', 0, null)
  }
}

const joined = (parts: readonly unknown[]): unknown => Object.assign({}, ...parts)

function shapedObject(schema: Json, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
  const required = schema.required ?? []
  const field = (name: string, one: Json) => {
    const values = known.fields[name]
    return values
      ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, shaped(one, known))
      : shaped(one, known)
  }
  const named = fc.record(Object.fromEntries(properties.map(([name, one]) => [name, field(name, one as Json)])), {
    requiredKeys: properties.map(([name]) => name).filter((name) => required.includes(name)),
  })
  if (typeof schema.additionalProperties !== 'object' || properties.length > 0) return named
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), shaped(schema.additionalProperties as Json, known), {
    maxKeys: 3,
  })
}

function shapedArray(schema: Json, known: Known): fc.Arbitrary<unknown> {
  if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((one) => shaped(one as Json, known)))
  const minLength = schema.minItems ?? 0
  return fc.array(shaped((schema.items ?? {}) as Json, known), {
    minLength,
    maxLength: Math.min(schema.maxItems ?? minLength + 2, minLength + 2),
  })
}

function shapedString(schema: Json, { ids }: Known): fc.Arbitrary<unknown> {
  switch (schema.format) {
    case 'uuid':
      return ids.length > 0 ? fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 })) : fc.uuid({ version: 7 })
    case 'date-time':
      return fc
        .date({ min: new Date('2026-01-01'), max: new Date('2026-11-23T02:00:00Z'), noInvalidDate: true })
        .map((date) => date.toISOString())
    case 'date':
      return fc
        .date({ min: new Date('2025-06-01'), max: new Date('2027-06-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    case 'email':
      return fc.constantFrom('zhou@example.cn', 'he.fang@example.cn')
    case 'uri':
      return fc.constantFrom('https://example.cn/hook', 'https://example.com/a?b=c')
    default:
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern))
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...words(schema.minLength ?? 1, schema.maxLength ?? 200)) },
        fc.string({ minLength: Math.max(schema.minLength ?? 1, 1), maxLength: Math.min(schema.maxLength ?? 40, 40) }),
      )
  }
}

// Each as short or long as the schema asks; the rare character takes two units of UTF-16.
const words = (min: number, max: number) =>
  ['楼道灯不亮', '𠮷田路3号', 'Street lamp', "o'; DROP TABLE matters; --", '%_\\'].map((text) =>
    text.padEnd(min, '好').slice(0, Math.max(max, 1)).toWellFormed(),
  )

const lowest = (schema: Json, otherwise: number) =>
  Number(schema.minimum ?? (schema.exclusiveMinimum === undefined ? otherwise : Number(schema.exclusiveMinimum) + 1))
const highest = (schema: Json, otherwise: number) =>
  Number(schema.maximum ?? (schema.exclusiveMaximum === undefined ? otherwise : Number(schema.exclusiveMaximum) - 1))
