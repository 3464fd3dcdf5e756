import { describe, expect, it } from 'vitest'
import { openRows, sealRow } from './sealing.ts'

const newKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
const home = { id: 'home', gridId: 'grid', members: [{ name: '张桂兰' }] }

describe('a household on the disk of a phone', () => {
  it('names nobody, and opens under the key of the phone alone', async () => {
    const key = await newKey()
    const row = await sealRow(key, home)
    expect(Object.keys(row).toSorted()).toEqual(['gridId', 'id', 'nonce', 'sealed'])
    expect(new TextDecoder().decode(row.sealed)).not.toContain('张桂兰')
    expect(await openRows(key, [row])).toEqual([home])
    expect(await openRows(await newKey(), [row])).toEqual([])
    expect(await openRows(null, [row])).toEqual([])
  })

  it('does not open in another’s place', async () => {
    const key = await newKey()
    const row = await sealRow(key, home)
    expect(await openRows(key, [{ ...row, id: 'neighbour' }])).toEqual([])
  })
})
