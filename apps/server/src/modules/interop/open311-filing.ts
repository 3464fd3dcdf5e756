import type { CategoryRules } from '@linli/contract/categories'
import type { Answer } from '@linli/contract/questions'
import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/command/ctx.ts'
import { systemCtx } from '../../platform/command/system-ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { currentCategories, faultsOfAnswers, reportMatter, unanswered } from '../matters/index.ts'
import { apiActor, findApiClient } from './keys.ts'
import type { Arguments, Fields } from './open311-arguments.ts'
import { Open311Fault } from './open311-format.ts'

/** The specification's own limit; our reports' own is lower, but nothing that a neighbour wrote is cut off. */
const LONGEST_DESCRIPTION = 4000
const LONGEST_ADDRESS = 300
const MOST_MEDIA = 9

/** Categories that neighbours may see: what is filed for anyone's eyes is read back by anyone. */
export async function publicServices(deps: Deps) {
  return (await currentCategories(deps, deps.config.countyId)).filter((category) => category.rules.publicNearby)
}

/** Files a request for a client with a key. Of all that it may say only `device_id` is not kept: nobody here needs it. */
export async function fileRequest(deps: Deps, requestId: string, sent: Arguments) {
  const { fields } = sent
  const key = fields['api_key']
  const client = key === undefined ? null : await findApiClient(deps, deps.config.countyId, key, 'open311')
  if (!client) throw new Open311Fault(403, 'api_key is missing or not valid')
  const code = fields['service_code']
  if (code === undefined) throw new Open311Fault(400, 'service_code was not provided')
  const service = (await publicServices(deps)).find((one) => one.code === code)
  if (!service) throw new Open311Fault(404, `service_code ${code} was not found`)
  for (const [name, value] of Object.entries(fields)) refuseUnstorable(name, value)
  const place = placeOf(sent)
  const answers = [...answersOf(service.rules, sent.attributes), ...addressId(fields)]
  const ctx: Ctx = {
    ...systemCtx(deps, deps.config.countyId, 'matter.reported_by_open311', fields),
    actor: apiActor(deps.config.countyId, client),
    requestId,
  }
  const receipt = await reportMatter(ctx, {
    commandId: randomUUID(),
    channel: 'open311',
    description: descriptionOf(sent, service.rules.names.zh),
    categoryCode: code,
    photos: [],
    ...place,
    datum: 'wgs84',
    answers,
    mediaUrls: sent.mediaUrls.slice(0, MOST_MEDIA),
    reporter: {
      name: nameOf(sent),
      phone: phoneOf(fields['phone']),
      email: fields['email']?.slice(0, 254),
      accountId: fields['account_id']?.slice(0, 100),
      anonymous: false,
      notify: true,
    },
  })
  return { ...receipt, accountId: fields['account_id'] ?? null }
}

function placeOf({ fields }: Arguments) {
  const [lat, lon] = [degrees(fields['lat'], 'lat', 90), degrees(fields['long'], 'long', 180)]
  const address = fields['address_string'] ?? fields['address_id']
  if ((lat === undefined) !== (lon === undefined)) throw new Open311Fault(400, 'lat and long must be provided together')
  if (lat === undefined && address === undefined)
    throw new Open311Fault(400, 'lat and long, address_string or address_id was not provided')
  return {
    ...(lat !== undefined && lon !== undefined ? { point: { lat, lon } } : {}),
    address: address?.slice(0, LONGEST_ADDRESS),
  }
}

// With the address in words there is no other place for it, and whoever goes there may know what it means.
function addressId({ address_string: words, address_id: id }: Fields): Answer[] {
  return words === undefined || id === undefined ? [] : [{ code: 'address_id', values: [id.slice(0, LONGEST_ADDRESS)] }]
}

function descriptionOf({ fields }: Arguments, otherwise: string): string {
  const text = fields['description']?.trim() ?? otherwise
  if (text.length > LONGEST_DESCRIPTION)
    throw new Open311Fault(400, `description may have ${LONGEST_DESCRIPTION} characters at most`)
  return text
}

/** Answers to the service's own attributes must be ones; what the client asked beside them is kept as it is. */
function answersOf({ questions }: CategoryRules, answers: readonly Answer[]): readonly Answer[] {
  for (const { code, values } of answers) values.forEach((value) => refuseUnstorable(`attribute[${code}]`, value))
  const [missing] = unanswered(questions, answers)
  if (missing) throw new Open311Fault(400, `attribute[${missing.code}] was not provided`)
  const [fault] = faultsOfAnswers(questions, answers)
  if (fault) throw new Open311Fault(400, `attribute[${fault.limit}] ${wants[fault.rule] ?? 'is not valid'}`)
  return answers
}

const wants: Readonly<Record<string, string>> = {
  answer_single: 'takes one value',
  answer_one_line: 'must be one line',
  answer_number: 'must be a number',
  answer_datetime: 'must be an ISO 8601 date or date-time',
  answer_choice: 'must be a key of its values in the service definition',
}

function nameOf({ fields }: Arguments): string | undefined {
  const [last = '', first = ''] = [fields['last_name'], fields['first_name']]
  const name = /\p{Script=Han}/u.test(last) ? `${last}${first}` : `${first} ${last}`.trim()
  return name.slice(0, 100) || undefined
}

/** As it is dialled from here; a number that nobody can call from here is kept as it came, and no message is sent to it. */
function phoneOf(sent: string | undefined): string | undefined {
  const digits = sent?.replaceAll(/[\s()-]/g, '').replace(/^(\+|00)86/, '')
  return digits !== undefined && /^(1\d{10}|0\d{9,11})$/.test(digits) ? digits : sent?.slice(0, 40)
}

function refuseUnstorable(name: string, text: string | undefined): void {
  if (text !== undefined && (!text.isWellFormed() || text.includes('\0')))
    throw new Open311Fault(400, `${name} holds characters that cannot be stored`)
}

function degrees(value: string | undefined, name: 'lat' | 'long', most: number): number | undefined {
  if (value === undefined) return undefined
  const read = Number(value)
  if (!Number.isFinite(read) || Math.abs(read) > most)
    throw new Open311Fault(400, `${name} must be a number from -${most} to ${most}`)
  return read
}
