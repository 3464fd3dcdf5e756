import sharp from 'sharp'
import type { Person } from './county.ts'
import type { World } from './world.ts'

const resumable = { 'tus-resumable': '1.0.0' }

export interface Uploaded {
  readonly id: string
  readonly claim: string
}

/** One upload as a phone makes it: announced, then sent in as many pieces as the way allows. */
export interface Upload {
  /** Sends the bytes from `offset` up to `end`; the answer is tus's own. */
  send(offset: number, end?: number): Promise<Response>
  /** How far the server got. */
  offset(): Promise<number>
  /** What the finished upload became. */
  uploaded(): Promise<Uploaded>
}

export async function startUpload(world: World, bytes: Uint8Array, who: Person | null = null): Promise<Upload> {
  const address = await world.address()
  const headers = { ...resumable, ...(who === null ? {} : { cookie: await world.cookie(who) }) }
  const created = await fetch(`${address}/api/uploads`, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(bytes.length) },
  })
  if (created.status !== 201) throw new Error(`no upload: ${created.status} ${await created.text()}`)
  const url = new URL(created.headers.get('location') ?? '', address)
  const head = () => fetch(url, { method: 'HEAD', headers })
  return {
    send: (offset, end = bytes.length) =>
      fetch(url, {
        method: 'PATCH',
        headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        // A copy over a plain buffer: what fetch takes.
        body: new Uint8Array(bytes.slice(offset, end)),
      }),
    offset: async () => Number((await head()).headers.get('upload-offset')),
    uploaded: async () => {
      const answer = await head()
      const id = answer.headers.get('linli-attachment-id')
      const claim = answer.headers.get('linli-attachment-claim')
      if (id === null || claim === null) throw new Error('the upload became nothing')
      return { id, claim }
    },
  }
}

/** Uploads in one piece. */
export async function uploadAll(world: World, bytes: Uint8Array, who: Person | null = null): Promise<Uploaded> {
  const upload = await startUpload(world, bytes, who)
  const sent = await upload.send(0)
  if (sent.status >= 300) throw new Error(`refused: ${sent.status} ${await sent.text()}`)
  return upload.uploaded()
}

/** A photograph with the place and the maker of the phone in it, left half red, right half blue. */
export function photograph(width = 640, height = 480): Promise<Buffer> {
  const flat = (background: string, share = 1) => ({
    create: { width: width * share, height, channels: 3 as const, background },
  })
  return sharp(flat('#ff0000'))
    .composite([{ input: flat('#0000ff', 0.5), left: width / 2, top: 0 }])
    .withExif({
      IFD0: { Make: 'Phone of Zhang Guilan', Orientation: '1' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '30/1 6/1 36/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '111/1 37/1 30/1',
      },
    })
    .jpeg()
    .toBuffer()
}
