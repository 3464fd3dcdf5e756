import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/command/ctx.ts'
import { systemCtx } from '../../platform/command/system-ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { currentCategories, reportMatter } from '../matters/index.ts'
import { apiActor, findApiClient } from './keys.ts'
import { type Fields, Open311Fault } from './open311-format.ts'

/** The specification's own limit; our reports' own is lower, but nothing that a neighbour wrote is cut off. */
const LONGEST_DESCRIPTION = 4000
const LONGEST_ADDRESS = 300

/** Categories that neighbours may see: what is filed for anyone's eyes is read back by anyone. */
export async function publicServices(deps: Deps) {
  return (await currentCategories(deps, deps.config.countyId)).filter((category) => category.rules.publicNearby)
}

/**
 * Files a request for a client with a key. Arguments that this county has no use for (email, device_id, account_id,
 * attributes of services that define none) are taken and not kept.
 */
export async function fileRequest(deps: Deps, requestId: string, fields: Fields) {
  const key = fields['api_key']
  const client = key === undefined ? null : await findApiClient(deps, deps.config.countyId, key, 'open311')
  if (!client) throw new Open311Fault(403, 'api_key is missing or not valid')
  const code = fields['service_code']
  if (code === undefined) throw new Open311Fault(400, 'service_code was not provided')
  const service = (await publicServices(deps)).find((one) => one.code === code)
  if (!service) throw new Open311Fault(404, `service_code ${code} was not found`)
  const place = placeOf(fields)
  const description = descriptionOf(fields, service.rules.names.zh)
  const ctx: Ctx = {
    ...systemCtx(deps, deps.config.countyId, 'matter.reported_by_open311', fields),
    actor: apiActor(deps.config.countyId, client),
    requestId,
  }
  return reportMatter(ctx, {
    commandId: randomUUID(),
    channel: 'open311',
    description,
    categoryCode: code,
    photos: [],
    ...place,
    datum: 'wgs84',
    reporter: { name: nameOf(fields), phone: phoneOf(fields['phone']), anonymous: false, notify: true },
  })
}

function placeOf(fields: Fields) {
  const [lat, lon] = [degrees(fields, 'lat', 90), degrees(fields, 'long', 180)]
  const address = fields['address_string'] ?? fields['address_id']
  if ((lat === undefined) !== (lon === undefined)) throw new Open311Fault(400, 'lat and long must be provided together')
  if (lat === undefined && address === undefined)
    throw new Open311Fault(400, 'lat and long, address_string or address_id was not provided')
  refuseUnstorable('address_string', address)
  return {
    ...(lat !== undefined && lon !== undefined ? { point: { lat, lon } } : {}),
    address: address?.slice(0, LONGEST_ADDRESS),
  }
}

function descriptionOf(fields: Fields, otherwise: string): string {
  const text = fields['description']?.trim() ?? otherwise
  if (text.length > LONGEST_DESCRIPTION)
    throw new Open311Fault(400, `description may have ${LONGEST_DESCRIPTION} characters at most`)
  const whole = [text, fields['media_url']].filter((part) => part !== undefined).join('\n')
  refuseUnstorable('description', whole)
  return whole
}

function nameOf(fields: Fields): string | undefined {
  const [last = '', first = ''] = [fields['last_name'], fields['first_name']]
  const name = /\p{Script=Han}/u.test(last) ? `${last}${first}` : `${first} ${last}`.trim()
  refuseUnstorable('first_name and last_name', name)
  return name.slice(0, 50) || undefined
}

// What cannot be called back from here is left out: a wrong number would be worse than none.
function phoneOf(sent: string | undefined): string | undefined {
  const digits = sent?.replaceAll(/[\s()-]/g, '').replace(/^(\+|00)86/, '')
  return digits !== undefined && /^(1\d{10}|0\d{9,11})$/.test(digits) ? digits : undefined
}

function refuseUnstorable(name: string, text: string | undefined): void {
  if (text !== undefined && (!text.isWellFormed() || text.includes('\0')))
    throw new Open311Fault(400, `${name} holds characters that cannot be stored`)
}

function degrees(fields: Fields, name: 'lat' | 'long', most: number): number | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  const read = Number(value)
  if (!Number.isFinite(read) || Math.abs(read) > most)
    throw new Open311Fault(400, `${name} must be a number from -${most} to ${most}`)
  return read
}
