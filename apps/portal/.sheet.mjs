import sharp from 'sharp'
const [out, ...names] = process.argv.slice(2)
const imgs = await Promise.all(
  names.map(async (n) => {
    const b = await sharp(`/tmp/portal-helper/shots/${n}.png`).resize({ width: 430 }).toBuffer()
    return { b, m: await sharp(b).metadata() }
  }),
)
const h = Math.max(...imgs.map((i) => i.m.height))
await sharp({ create: { width: imgs.length * 440, height: h, channels: 3, background: '#888' } })
  .composite(imgs.map((i, k) => ({ input: i.b, left: k * 440, top: 0 })))
  .png()
  .toFile(`/tmp/portal-helper/shots/_${out}.png`)
