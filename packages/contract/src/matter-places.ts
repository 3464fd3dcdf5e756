import { z } from 'zod'
import { commaList, CommandId, Done, Id, Instant, optionalText, page, pageInput, Point, text } from './common.ts'
import { defineRoute } from './route.ts'

export const QrPlace = z.object({
  id: Id,
  token: z.string(),
  name: z.string(),
  point: Point,
  areaId: Id.nullable(),
  address: z.string().nullable(),
  closedAt: Instant.nullable(),
})
export type QrPlace = z.infer<typeof QrPlace>

export const placeRoutes = {
  getPublicPlace: defineRoute({
    method: 'GET',
    path: '/public/places/:token',
    access: 'public',
    summary: 'What a QR code stands for.',
    input: z.strictObject({ token: z.string().max(40) }),
    output: QrPlace.pick({ name: true, point: true, address: true, token: true }),
    problems: ['place.not_found'],
  }),
  listPlaces: defineRoute({
    method: 'GET',
    path: '/places',
    access: 'place.manage',
    summary: 'Places with a QR code.',
    input: z.strictObject(pageInput),
    output: page(QrPlace),
    problems: [],
  }),
  createPlace: defineRoute({
    method: 'POST',
    path: '/places',
    access: 'place.manage',
    audit: 'place.created',
    summary: 'A place with a QR code of its own.',
    input: z.strictObject({
      commandId: CommandId,
      name: text(100),
      point: Point,
      address: optionalText(300).optional(),
    }),
    output: QrPlace,
    problems: ['matter.outside_county'],
  }),
  closePlace: defineRoute({
    method: 'POST',
    path: '/places/:placeId/close',
    access: 'place.manage',
    audit: 'place.closed',
    summary: 'Its code stops working.',
    input: z.strictObject({ commandId: CommandId, placeId: Id }),
    output: Done,
    problems: ['place.not_found'],
  }),
  getPlaceCodes: defineRoute({
    method: 'GET',
    path: '/places/codes',
    access: 'place.manage',
    summary: 'What is printed of places: their codes as SVG text, and where they lead. Closed ones have none any more.',
    input: z.strictObject({ ids: commaList(Id, 100) }),
    output: z.object({ items: z.array(QrPlace.extend({ svg: z.string(), url: z.string() })) }),
    problems: [],
  }),
}
