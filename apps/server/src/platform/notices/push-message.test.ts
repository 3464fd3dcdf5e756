import { createECDH } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pushKeys, vapid } from './push-keys.ts'
import { encryptForBrowser } from './push-message.ts'
import { browserWith, claimsOf, startBrowser } from './testing.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

/** The example of RFC 8291, section 5. */
const example = {
  words: 'When I grow up, I want to be a watermelon',
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  receiver: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

function keyPair(privateKey: string) {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(bytes(privateKey))
  return pair
}

describe('a message to a browser', () => {
  it('is encrypted to the byte as in the example of RFC 8291', () => {
    const browser = browserWith(keyPair(example.receiver), bytes(example.auth))
    const fresh = { own: keyPair(example.sender), salt: bytes(example.salt), padded: 0 }
    const message = encryptForBrowser(example.words, browser, fresh)
    expect(message.toString('base64url')).toBe(example.message)
    expect(browser.read(message)).toBe(example.words)
  })

  it('has the same length as every other, and is different each time', () => {
    const browser = startBrowser()
    const messages = ['排班变动', '危及安全 SZ-2026-000123', '危及安全 SZ-2026-000123'].map((words) =>
      encryptForBrowser(words, browser),
    )
    expect(new Set(messages.map(({ length }) => length)).size).toBe(1)
    expect(new Set(messages.map((message) => message.toString('hex'))).size).toBe(3)
    expect(messages.map(browser.read)[1]).toBe('危及安全 SZ-2026-000123')
  })
})

describe('the token of the platform', () => {
  const now = new Date('2026-11-23T02:00:00Z')

  it('is signed by a key that stays the same as long as the secret, and is good for this service and half a day', () => {
    const [first, again, other] = ['secret one', 'secret one', 'secret two'].map((secret) =>
      claimsOf(vapid(pushKeys(secret), 'https://push.example.org/x/1', 'mailto:it@example.org', now)),
    )
    expect(first).toMatchObject({ aud: 'https://push.example.org', sub: 'mailto:it@example.org' })
    expect(first?.exp).toBe(now.getTime() / 1000 + 12 * 60 * 60)
    expect(again?.key).toBe(first?.key)
    expect(other?.key).not.toBe(first?.key)
  })
})
