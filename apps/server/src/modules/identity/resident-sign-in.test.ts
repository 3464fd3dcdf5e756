import type { Resident } from '@linli/contract/identity'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { attemptLimits, phoneCode } from './limits.ts'
import { Browser, identityWorld, type World } from './testing.ts'

let world: World
beforeAll(async () => (world = await identityWorld()))
afterAll(() => world.close())
beforeEach(() => world.forward(attemptLimits.codesPerPhoneAndDay.window + 1))

const phone = '13800001234'
const request = (browser: Browser, to = phone) => browser.post<{ challenge: string }>('/resident/code', { phone: to })

// What would be read on the phone.
async function lastCode(to = phone): Promise<string> {
  const { params } = await world.deps.db
    .selectFrom('notices')
    .select('params')
    .where('recipient', '=', to)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return (params as { code: string }).code
}

describe('a resident', () => {
  it('signs in with the code sent to the phone, and is the same person the next time', async () => {
    const browser = new Browser(world)
    const { body } = await request(browser)
    const signedIn = await browser.post<Resident>('/resident/session', {
      challenge: body.challenge,
      code: await lastCode(),
    })
    expect(signedIn.body).toMatchObject({ phoneMasked: '138****1234' })
    expect((await browser.get<Resident>('/resident/me')).body).toEqual(signedIn.body)
    expect((await browser.get('/me')).code).toBe('session.required')

    const other = new Browser(world)
    const again = await request(other)
    const second = await other.post<Resident>('/resident/session', {
      challenge: again.body.challenge,
      code: await lastCode(),
    })
    expect(second.body.id).toBe(signedIn.body.id)
    expect((await other.post('/resident/logout')).status).toBe(200)
    expect((await other.get('/resident/me')).status).toBe(401)
    expect((await browser.get('/resident/me')).status).toBe(200)
  })

  it('uses a code once, in time, and with few tries even when they come all at once', async () => {
    const browser = new Browser(world)
    const used = await request(browser)
    const usedCode = await lastCode()
    await browser.post('/resident/session', { challenge: used.body.challenge, code: usedCode })
    expect((await browser.post('/resident/session', { challenge: used.body.challenge, code: usedCode })).code).toBe(
      'code.wrong',
    )

    const guessed = await request(browser)
    const right = await lastCode()
    const wrong = right === '000000' ? '000001' : '000000'
    await Promise.all(
      Array.from({ length: phoneCode.attempts }, () =>
        browser.post('/resident/session', { challenge: guessed.body.challenge, code: wrong }),
      ),
    )
    expect((await browser.post('/resident/session', { challenge: guessed.body.challenge, code: right })).code).toBe(
      'code.wrong',
    )

    const late = await request(browser)
    const lateCode = await lastCode()
    world.forward(phoneCode.lifetime + 1)
    expect((await browser.post('/resident/session', { challenge: late.body.challenge, code: lateCode })).code).toBe(
      'code.wrong',
    )
  })

  it('keeps a good code while a stranger asks for and wastes others', async () => {
    const browser = new Browser(world)
    const own = await request(browser)
    const code = await lastCode()
    const stranger = new Browser(world, '10.7.0.1')
    const theirs = await request(stranger)
    for (let index = 0; index < 8; index++)
      await stranger.post('/resident/session', { challenge: theirs.body.challenge, code: '000000' })
    expect((await browser.post('/resident/session', { challenge: own.body.challenge, code })).status).toBe(200)
  })

  it('is not sent more messages than a person needs, nor is an address allowed to send to everybody', async () => {
    const { codesPerPhone, codesPerAddress } = attemptLimits
    for (let index = 0; index < codesPerPhone.max; index++)
      expect((await request(new Browser(world, `10.8.0.${index}`))).status).toBe(200)
    expect((await request(new Browser(world, '10.8.0.99'))).code).toBe('login.throttled')
    const codes = []
    for (let index = 0; index <= codesPerAddress.max; index++) {
      codes.push((await request(new Browser(world, '10.8.1.1'), `1390000${String(index).padStart(4, '0')}`)).code)
    }
    expect(codes.filter((code) => code === undefined)).toHaveLength(codesPerAddress.max)
  })

  it('leaves no code readable where codes are kept', async () => {
    await request(new Browser(world))
    const rows = await world.deps.db.selectFrom('phoneCodes').select(['id', 'codeHash', 'attempts']).execute()
    expect(JSON.stringify(rows.map((row) => row.codeHash.toString('utf8')))).not.toContain(await lastCode())
  })

  it.each(['12345', '23800001234', '1380000123', '138000012345', 'abc'])(
    'is told that %s is no mobile number',
    async (bad) => {
      expect((await request(new Browser(world), bad)).code).toBe('input.invalid')
    },
  )
})
