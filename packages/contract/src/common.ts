import { z } from 'zod'

/** UUIDv7, made by whoever creates the record, offline included. */
export const Id = z.uuid()
export type Id = z.infer<typeof Id>

/** Made by the client; the same id again returns the first result, with another body 422. */
export const CommandId = z.uuid()

/** RFC 3339 with offset; always an instant, never a local time. */
export const Instant = z.iso.datetime({ offset: true })
export type Instant = z.infer<typeof Instant>

/** `2026-11-23`, in the county's time zone. */
// PostgreSQL knows no year 0; nothing here is older than the registers of a county.
export const LocalDate = z.iso.date().refine((date) => date >= '1800-01-01', { error: 'date_too_early' })
export type LocalDate = z.infer<typeof LocalDate>

/** WGS 84 degrees. */
export const Point = z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type Point = z.infer<typeof Point>

// A lone surrogate or NUL cannot be stored as UTF-8 text: refused rather than silently replaced.
const storable = (value: string) => !value.includes('\u0000') && value.isWellFormed()

/** Text as people type it: trimmed, storable, 1…max characters (UTF-16 units). */
export const text = (max: number) => z.string().trim().min(1).max(max).refine(storable, { error: 'unstorable_text' })

/** Like `text`, but may be empty. */
export const optionalText = (max: number) => z.string().trim().max(max).refine(storable, { error: 'unstorable_text' })

/** Chinese and English name of the same thing. */
export const Names = z.strictObject({ zh: text(100), en: text(200) })
export type Names = z.infer<typeof Names>

/** `a,b,c` in a query string; an empty one asks for nothing, like one left out. */
export const commaList = <T extends z.ZodType>(item: T, max = 50) =>
  z.preprocess(
    (value) =>
      typeof value === 'string' ? (/[^,]/.test(value) ? value.split(',').filter(Boolean) : undefined) : value,
    z.array(item).min(1).max(max).optional(),
  )

/** Opaque keyset cursor, as given in `next` of the page before. */
export const Cursor = z.string().max(400)

export const pageInput = { cursor: Cursor.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
export type Page<T> = { items: T[]; next: string | null }

/** Answer of a command that has nothing to tell but that it is done. */
export const Done = z.object({ done: z.literal(true) })

export const Ring = z.array(z.tuple([z.number(), z.number()])).min(4)
/** GeoJSON geometry in WGS 84, lon/lat order. */
export const AreaGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
])
export type AreaGeometry = z.infer<typeof AreaGeometry>
