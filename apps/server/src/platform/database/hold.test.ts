import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataHeldError, holdDataDir } from './hold.ts'

let dataDir: string
let mark: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'linli-hold-'))
  mark = join(dataDir, 'server.pid')
})
afterEach(() => rmSync(dataDir, { recursive: true }))

describe('holding the data folder', () => {
  it('refuses a second process, names the first, and leaves its mark', () => {
    const release = holdDataDir(dataDir)
    const before = readFileSync(mark, 'utf8')
    expect(() => holdDataDir(dataDir)).toThrow(DataHeldError)
    expect(() => holdDataDir(dataDir)).toThrow(new RegExp(String(process.pid)))
    expect(readFileSync(mark, 'utf8')).toBe(before)
    release()
    expect(existsSync(mark)).toBe(false)
  })

  it('takes over from a process that was killed', async () => {
    const other = await holder(dataDir)
    expect(() => holdDataDir(dataDir)).toThrow(DataHeldError)
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect(existsSync(mark)).toBe(true)
    holdDataDir(dataDir)()
  })

  it.runIf(process.platform === 'linux')('is not held by a stranger who got the number of a killed process', () => {
    writeFileSync(mark, `${process.pid} 12345`)
    holdDataDir(dataDir)()
  })

  it('can be taken again after it was let go', () => {
    holdDataDir(dataDir)()
    holdDataDir(dataDir)()
  })
})

async function holder(folder: string) {
  const script = `import(${JSON.stringify(new URL('hold.ts', import.meta.url).href)}).then(({ holdDataDir }) => {
    holdDataDir(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}
