import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { launchBrowser, withChinese } from './browser.ts'
import { buildFaces } from '../apps/server/src/faces-build.ts'
import { startPlatform } from './world.ts'

const folder = join(import.meta.dirname, '../docs/pictures')
const phone = { width: 390, height: 844 }
const desktop = { width: 1440, height: 900 }
const faces = [
  { name: 'portal', path: '/', size: phone, login: undefined, shown: 300 },
  { name: 'field', path: '/field', size: phone, login: 'zhoumin', shown: 300 },
  { name: 'console', path: '/console', size: desktop, login: 'hefang', shown: 960 },
  { name: 'screen', path: '/screen', size: { width: 1920, height: 1080 }, login: 'wujing', shown: 960 },
]

/** Takes the pictures of the README anew from the demo county: `node e2e/pictures.ts`. */
await buildFaces(console.log)
const platform = await startPlatform(null)
const browser = await launchBrowser()
mkdirSync(folder, { recursive: true })
try {
  for (const { name, path, size, login, shown } of faces) {
    const context = await withChinese(
      await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }),
    )
    if (login) await context.request.post(`${platform.url}/api/login`, { data: { login, password: 'linli-demo' } })
    const page = await context.newPage()
    await page.goto(`${platform.url}${path}`, { waitUntil: 'networkidle' }).catch(() => {
      // Pages with a live stream never fall silent.
    })
    await page.waitForTimeout(3_000)
    const picture = await page.screenshot()
    const file = join(folder, `${name}.png`)
    await sharp(picture).resize({ width: shown }).png({ palette: true, quality: 80, effort: 9 }).toFile(file)
    await context.close()
  }
} finally {
  await browser.close()
  await platform.stop()
}
