import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from './id.ts'
import { deriveKey, keyedHash } from './keys.ts'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'
import { seal, unseal } from './seal.ts'
import { newToken, sameBytes } from './tokens.ts'

const key = deriveKey('a secret of the server', 'tests')

describe.each(['aes', 'sm'] as const)('values sealed by %s', (suite) => {
  it('open to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        expect(unseal(key, seal(key, text, context, suite), context)).toBe(text)
      }),
    )
  })
  it('do not open when any byte was changed, in another place, or with another key', () => {
    const sealed = seal(key, 'JBSWY3DPEHPK3PXP', 'staff.totp_secret:1', suite)
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(unseal(key, altered, 'staff.totp_secret:1')).toBeNull()
    }
    expect(unseal(key, sealed, 'staff.totp_secret:2')).toBeNull()
    expect(unseal(deriveKey('a secret of the server', 'other'), sealed, 'staff.totp_secret:1')).toBeNull()
    expect(unseal(key, Buffer.alloc(3), 'staff.totp_secret:1')).toBeNull()
  })
  it('differ each time', () => {
    expect(seal(key, 'same', '', suite).equals(seal(key, 'same', '', suite))).toBe(false)
  })
})

describe('passwords', () => {
  it('verify against their own hash only', async () => {
    const hash = await hashPassword('松滋-linli-2026')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword('松滋-linli-2026', hash)).toBe(true)
    expect(await verifyPassword('松滋-linli-2027', hash)).toBe(false)
    expect(isOutdated(hash)).toBe(false)
  })
  it('verify a hash made elsewhere with other parameters, and ask for a new one', async () => {
    // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1 -l 32
    const reference = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    expect(await verifyPassword('password', reference)).toBe(true)
    expect(isOutdated(reference)).toBe(true)
  })
  it('never match where there is no hash', async () => {
    expect(await verifyPassword('anything', null)).toBe(false)
  })
})

describe('keys and tokens', () => {
  it('give every purpose a key of its own', () => {
    expect(deriveKey('s', 'a').equals(deriveKey('s', 'b'))).toBe(false)
    expect(deriveKey('s', 'a').equals(deriveKey('s', 'a'))).toBe(true)
    expect(keyedHash(key, 'x')).toHaveLength(32)
  })
  it('compare unequal lengths without throwing', () => {
    expect(sameBytes(Buffer.of(1), Buffer.of(1, 2))).toBe(false)
    expect(newToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
  it('make ids that sort by when they were made', () => {
    const ids = Array.from({ length: 1000 }, newId)
    expect(new Set(ids).size).toBe(1000)
    expect(ids.map((id) => id.slice(0, 13))).toEqual(ids.map((id) => id.slice(0, 13)).toSorted())
  })
})
