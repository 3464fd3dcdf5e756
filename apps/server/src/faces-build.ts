import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const faces = ['portal', 'console', 'field', 'screen'] as const

/** Builds the front ends whose sources changed since their last build; a mark beside each build holds the sources' hash. */
export async function buildFaces(say: (line: string) => void, force = false): Promise<void> {
  const shared = hashOf(['packages/*/src/**/*', 'package-lock.json'])
  const stale = faces.filter((face) => {
    if (!existsSync(`${root}apps/${face}/index.html`)) return false
    return (
      force || markOf(face) !== `${shared}${hashOf([`apps/${face}/{src,public}/**/*`, `apps/${face}/*.{ts,html}`])}`
    )
  })
  if (stale.length === 0) return
  say(`构建界面 ${stale.join('、')}（仅首次）· building the front ends, once`)
  // Two at a time: what two cores carry.
  const queue = [...stale]
  const worker = async () => {
    for (let face = queue.shift(); face; face = queue.shift()) {
      await build(face)
      exchange(face)
      writeFileSync(
        markFile(face),
        `${shared}${hashOf([`apps/${face}/{src,public}/**/*`, `apps/${face}/*.{ts,html}`])}`,
      )
    }
  }
  await Promise.all([worker(), worker()])
}

function build(face: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url))
    const child = spawn(
      process.execPath,
      [vite, 'build', '--logLevel', 'warn', '--outDir', 'dist.next', '--emptyOutDir'],
      {
        cwd: `${root}apps/${face}`,
        // Whoever starts the build: under a test runner's NODE_ENV it would be a development build, without a service worker.
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${face} could not be built:\n${errors}`))))
  })
}

/** Beside the old build, then in its place: a server that runs never finds half of one. */
function exchange(face: string): void {
  const [dist, next, old] = ['dist', 'dist.next', 'dist.old'].map((name) => `${root}apps/${face}/${name}`) as Three
  rmSync(old, { recursive: true, force: true })
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(next, dist)
  rmSync(old, { recursive: true, force: true })
}
type Three = [string, string, string]

const markFile = (face: string) => `${root}apps/${face}/dist/.sources`

function markOf(face: string): string | null {
  return existsSync(markFile(face)) ? readFileSync(markFile(face), 'utf8') : null
}

function hashOf(patterns: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync([...patterns], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/*.test.*'],
    withFileTypes: true,
  })) {
    if (!file.isFile()) continue
    const path = `${file.parentPath}/${file.name}`
    hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  return hash.digest('hex')
}
