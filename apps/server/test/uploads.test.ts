import { matterRoutes } from '@linli/contract/matters'
import { ProblemBody } from '@linli/contract/problems'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { Writable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { purgeUnusedFiles } from '../src/platform/files/index.ts'
import { spot } from './county.ts'
import { photograph, startUpload, uploadAll } from './uploading.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => (world = await createWorld()))
afterAll(() => world.close())
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

/** Status and code of an answer that refuses, which must have the form of every other refusal. */
async function problemOf(answer: Response): Promise<{ status: number; code: string }> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const { code, status, requestId } = ProblemBody.parse(await answer.json())
  expect([answer.status, answer.headers.get('linli-request-id')]).toEqual([status, requestId])
  return { status, code }
}

/** The problem that the last piece of an upload is answered with. */
const refusal = async (bytes: Uint8Array) => problemOf(await (await startUpload(world, bytes)).send(0))

const reportWith = (photos: { id: string; claim?: string }[]) =>
  world.call(null, matterRoutes.reportMatter, {
    commandId: newId(),
    description: '路灯不亮',
    categoryCode: '0501',
    point: spot.linyuan3,
    photos,
  })

async function download(path: string): Promise<Buffer> {
  const answer = await fetch(`${await world.address()}${path}`)
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

describe('a picture', () => {
  it('keeps what is seen on it and loses where, when and with what it was taken', async () => {
    const original = await photograph()
    expect((await sharp(original).metadata()).exif?.toString('latin1')).toContain('Phone of Zhang Guilan')
    const { id, claim } = await uploadAll(world, original)
    const { body } = await reportWith([{ id, claim }])
    const tracked = await world.call(null, matterRoutes.trackReport, { number: body.number, code: body.code })
    const [picture] = tracked.body.pictures
    expect(picture).toMatchObject({ id, mediaType: 'image/jpeg', width: 640, height: 480, role: 'report' })
    const kept = await download(`/api/attachments/${id}?t=${picture?.token}`)
    const { exif, icc, xmp, iptc } = await sharp(kept).metadata()
    expect({ exif, icc, xmp, iptc }).toEqual({ exif: undefined, icc: undefined, xmp: undefined, iptc: undefined })
    expect(kept.toString('latin1')).not.toContain('Phone of')
    const colourAt = async (left: number) => [
      ...(await sharp(kept).extract({ left, top: 200, width: 1, height: 1 }).raw().toBuffer()),
    ]
    const [left, right] = [await colourAt(100), await colourAt(540)]
    expect(left[0]).toBeGreaterThan(230)
    expect(left[2]).toBeLessThan(25)
    expect(right[0]).toBeLessThan(25)
    expect(right[2]).toBeGreaterThan(230)
  })

  it('is turned upright before the word that says how to turn it is lost', async () => {
    const lying = await sharp(await photograph(80, 40))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { id, claim } = await uploadAll(world, lying)
    const { body } = await reportWith([{ id, claim }])
    const tracked = await world.call(null, matterRoutes.trackReport, { number: body.number, code: body.code })
    expect(tracked.body.pictures).toMatchObject([{ width: 40, height: 80 }])
  })

  it('of sixty megapixels is refused before it is unpacked', async () => {
    const huge = await sharp({ create: { width: 10_000, height: 6_000, channels: 3, background: '#888888' } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(huge.length).toBeLessThan(1_000_000)
    expect(await refusal(huge)).toEqual({ status: 413, code: 'attachment.too_large' })
  })

  it.each([
    ['a program', Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0'), Buffer.alloc(2_000)])],
    ['a page with a script', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a drawing that can hold a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['the beginning of a picture and nothing more', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
    ['nothing but zeros', Buffer.alloc(5_000)],
  ])('that is %s is refused, whatever it calls itself', async (_what, bytes) => {
    expect(await refusal(bytes)).toEqual({ status: 415, code: 'attachment.type_refused' })
    expect(fs.readdirSync(`${world.deps.config.dataDir}/uploads`).filter((name) => !name.endsWith('.json'))).toEqual([])
  })

  it('belongs to whoever uploaded it or holds its claim, and to one subject only', async () => {
    const { id, claim } = await uploadAll(world, await photograph())
    expect((await reportWith([{ id }])).code).toBe('attachment.not_found')
    expect((await reportWith([{ id, claim: 'x'.repeat(43) }])).code).toBe('attachment.not_found')
    expect((await reportWith([{ id, claim }])).status).toBe(200)
    expect((await reportWith([{ id, claim }])).code).toBe('attachment.not_found')
    const seenBy = async (who: 'hefang' | 'tangqi' | null) =>
      (await world.send(who, { method: 'GET', url: `/api/attachments/${id}` })).status
    expect([await seenBy('hefang'), await seenBy('tangqi'), await seenBy(null)]).toEqual([200, 404, 404])
  })

  it('is one of nine at most', async () => {
    const bytes = await photograph(64, 48)
    const ten = []
    for (let index = 0; index < 10; index++) ten.push(await uploadAll(world, bytes))
    expect((await reportWith(ten)).code).toBe('input.invalid')
    expect((await reportWith(ten.slice(0, 9))).status).toBe(200)
  })
})

describe('what nobody uses', () => {
  it('is gone after a day, begun and finished uploads alike', async () => {
    const { dataDir } = world.deps.config
    const bytes = await photograph()
    await (await startUpload(world, bytes)).send(0, 500)
    const unused = await uploadAll(world, bytes, 'hefang')
    const used = await uploadAll(world, bytes)
    await reportWith([used])
    const yesterday = new Date(world.now().getTime() - 25 * 3_600_000)
    for (const name of fs.readdirSync(`${dataDir}/uploads`))
      fs.utimesSync(`${dataDir}/uploads/${name}`, yesterday, yesterday)
    await world.deps.db.updateTable('attachments').set({ createdAt: yesterday.toISOString() }).execute()
    await purgeUnusedFiles(world.deps)
    expect(fs.readdirSync(`${dataDir}/uploads`)).toEqual([])
    const seen = async (id: string) =>
      (await world.send('hefang', { method: 'GET', url: `/api/attachments/${id}` })).status
    expect([await seen(unused.id), await seen(used.id)]).toEqual([404, 200])
  })
})

describe('an upload', () => {
  it.each(['..%2fsecret', '../../etc/passwd', 'x', '%00', 'a'.repeat(33)])(
    'at the address %s is absent',
    async (name) => {
      for (const method of ['DELETE', 'PATCH'] as const) {
        const answer = await world.send(null, {
          method,
          url: `/api/uploads/${name}`,
          headers: { 'tus-resumable': '1.0.0' },
        })
        expect(answer).toMatchObject({ status: 404, code: 'route.not_found' })
      }
    },
  )

  it('that goes on at the wrong place is told so, and goes on at the right one', async () => {
    const bytes = await photograph()
    const upload = await startUpload(world, bytes)
    expect((await upload.send(0, 500)).status).toBe(204)
    for (const [from, to] of [[400, 900], [900]] as const)
      expect(await problemOf(await upload.send(from, to))).toEqual({ status: 409, code: 'attachment.incomplete' })
    expect(await upload.offset()).toBe(500)
    expect((await upload.send(500)).status).toBe(204)
    await expect(upload.uploaded()).resolves.toMatchObject({ id: expect.any(String) })
  })

  it.each([
    ['of more bytes than are taken', { 'upload-length': String(26 * 1024 * 1024) }, 413, 'attachment.too_large'],
    ['of no length', {}, 400, 'input.invalid'],
    ['of a length that is none', { 'upload-length': '-5' }, 400, 'input.invalid'],
    ['of another protocol', { 'tus-resumable': '0.2.2', 'upload-length': '5' }, 412, 'attachment.protocol'],
    ['in parts', { 'upload-concat': 'partial', 'upload-length': '5' }, 400, 'input.invalid'],
  ])('%s is refused before the first of its bytes', async (_what, headers, status, code) => {
    const answer = await fetch(`${await world.address()}/api/uploads`, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', ...headers },
    })
    expect(await problemOf(answer)).toEqual({ status, code })
  })

  it('that nobody began is absent', async () => {
    const url = `${await world.address()}/api/uploads/${'0'.repeat(32)}`
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    }
    const answer = await fetch(url, { method: 'PATCH', headers, body: 'x' })
    expect(await problemOf(answer)).toEqual({ status: 404, code: 'attachment.not_found' })
  })

  it('onto a full disk is told so, and goes on when there is room again', async () => {
    const bytes = await photograph()
    const upload = await startUpload(world, bytes)
    expect((await upload.send(0, 500)).status).toBe(204)
    const noSpace = Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' })
    // The whole of a write stream that the platform uses is that one can write to it.
    const full = () => new Writable({ write: (_chunk, _encoding, done) => done(noSpace) }) as fs.WriteStream
    vi.spyOn(fs, 'createWriteStream').mockImplementation(full)
    syncBuiltinESMExports()
    const refused = await upload.send(500)
    expect(await problemOf(refused)).toEqual({ status: 507, code: 'storage.full' })
    vi.restoreAllMocks()
    syncBuiltinESMExports()
    expect(await upload.offset()).toBe(500)
    expect((await upload.send(500)).status).toBe(204)
    await expect(upload.uploaded()).resolves.toMatchObject({ id: expect.any(String) })
  })
})
