import chromium from '@sparticuz/chromium'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core'

const require = createRequire(import.meta.url)

// The package is made for functions that serve one page and die: one process for everything, no same-origin rule.
// Journeys open several people's windows and must be held by the same rules as theirs.
const unwanted = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  // A graphics card made of software costs more than drawing without one.
  '--in-process-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
])

/** The browser that comes with the npm registry: nothing is downloaded, nothing is installed. */
export async function launchBrowser(): Promise<Browser> {
  const args = [...chromium.args.filter((arg) => !unwanted.has(arg)), '--disable-gpu']
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    headless: true,
  })
}

/**
 * A context whose pages can draw Chinese although the machine has no such font: the glyphs come from a package and are
 * given to each page before its own styles.
 */
export async function withChinese(context: BrowserContext): Promise<BrowserContext> {
  await context.route('**/linli-test-font/*', async (route) => {
    const name = route.request().url().split('/').at(-1) ?? ''
    await route.fulfill({ body: readFileSync(join(fontFolder, name)), contentType: 'font/woff2' })
  })
  await context.addInitScript((css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, fontCss())
  return context
}

const fontFolder = join(dirname(require.resolve('@fontsource/noto-sans-sc/package.json')), 'files')

function fontCss(): string {
  if (!existsSync(fontFolder)) return ''
  const css =
    readFileSync(join(fontFolder, '..', '400.css'), 'utf8') + readFileSync(join(fontFolder, '..', '600.css'), 'utf8')
  const local = new Set(readdirSync(fontFolder))
  return css
    .replaceAll(
      /url\(\.\/files\/([^)]+\.woff2)\) format\('woff2'\), url\([^)]+\) format\('woff'\)/g,
      (_match, name: string) => (local.has(name) ? `url(/linli-test-font/${name}) format('woff2')` : ''),
    )
    .replaceAll('font-display: swap', 'font-display: block')
}
