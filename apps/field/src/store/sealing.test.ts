import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import type { NewEntry } from '../outbox/entry.ts'
import { openDatabase } from './database.ts'
import { keepPhoto, readDraft, readPhoto, saveDraft } from './drafts.ts'
import { changeEntry, findEntry, putEntries, readEntries } from './entries.ts'
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

describe('what was typed on a phone', () => {
  const entry: NewEntry = {
    id: 'e',
    subject: 's',
    command: 'recordVisit',
    title: '张桂兰家',
    input: { words: '张桂兰说腿疼' },
    photos: [],
    form: null,
    capturedAt: '2026-11-23T08:00:00Z',
    seenVersion: null,
  }

  it('lies sealed on its disk, pictures too, and opens again with the next start of the app', async () => {
    const db = await openDatabase('sealed')
    await saveDraft(db, 'report', { description: '张桂兰家门口' })
    await putEntries(db, [entry])
    const photo = await keepPhoto(db, new Blob(['张桂兰的照片'], { type: 'image/jpeg' }))
    const rows = [await db.getAll('entries'), await db.getAll('drafts'), await db.getAll('photos')].flat()
    expect(rows.map((row) => 'nonce' in row && new TextDecoder().decode(row.sealed).includes('张桂兰'))).toEqual(
      rows.map(() => false),
    )
    expect(JSON.stringify(rows)).not.toContain('张桂兰')
    db.close()
    const again = await openDatabase('sealed')
    expect(await readEntries(again)).toMatchObject([{ ...entry, seq: 1, state: 'waiting' }])
    expect((await readDraft(again, 'report'))?.value).toEqual({ description: '张桂兰家门口' })
    expect(await (await readPhoto(again, photo))?.text()).toBe('张桂兰的照片')
    again.close()
  })

  it('is changed by two at once without either being lost, and what an older app kept open still opens', async () => {
    const db = await openDatabase('older')
    const { photos, ...rest } = entry
    await db.add('entries', { ...rest, photos, state: 'waiting', tries: 0 } as never)
    await Promise.all(
      Array.from({ length: 8 }, () => changeEntry(db, 'e', (now) => ({ ...now, tries: now.tries + 1 }))),
    )
    expect((await findEntry(db, 'e'))?.tries).toBe(8)
    db.close()
  })
})
