import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { onCluster } from '../../test/testkit-database.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const name = `cli_${process.pid}`
let dataDir: string
let url: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'linli-cli-'))
  const cluster = inject('clusterUrl')
  await onCluster(cluster, `CREATE DATABASE ${name}`)
  url = Object.assign(new URL(cluster), { pathname: `/${name}` }).href
})
afterAll(async () => {
  rmSync(dataDir, { recursive: true })
  await onCluster(inject('clusterUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
})

function linli(args: string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LINLI_DATA: dataDir, DATABASE_URL: url, LINLI_COUNTY: '421022', ...env },
  })
  return { status: run.status, said: `${run.stdout}${run.stderr}` }
}

// Each command is a process of its own.
describe('the command line', { timeout: 120_000 }, () => {
  it('lists every command, in both languages', () => {
    const { status, said } = linli(['--help'])
    expect(status).toBe(0)
    for (const word of ['start', 'areas import FILE', 'staff add LOGIN NAME', 'restore FOLDER', '备份', 'backs up'])
      expect(said).toContain(word)
  })

  it('says what a command takes, without running it', () => {
    const { status, said } = linli(['restore', '--help'])
    expect(status).toBe(0)
    expect(said).toContain('[--force]')
  })

  it.each([
    ['an unknown command', ['reboot'], {}, 'reboot'],
    ['an unknown option', ['restore', 'x', '--fast'], {}, '--fast'],
    ['a missing file', ['areas', 'import', '/nowhere/areas.csv'], {}, '/nowhere/areas.csv'],
    ['an unknown datum', ['areas', 'import', cli, '--datum', 'mars'], {}, 'mars'],
    ['a database that is away', ['migrate'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c' }, '127.0.0.1:9'],
    ['a wrong setting', ['migrate'], { LINLI_COUNTY: '7' }, 'LINLI_COUNTY="7"'],
  ])('answers %s in a sentence, without a stack', (_what, args, env, told) => {
    const { status, said } = linli(args, env)
    expect(status).toBe(1)
    expect(said).toContain(told)
    expect(said).not.toMatch(/^ +at /m)
  })

  it('migrates, adds the first administrator of a county, and finds nothing left to do', () => {
    expect(linli(['migrate'])).toMatchObject({ status: 0, said: expect.stringContaining('0001_platform.sql') })
    expect(linli(['migrate']).said).toContain('up to date')
    const added = linli(['staff', 'add', 'suwen', '苏文'])
    expect(added.said).toMatch(/^suwen {2}\S{16}$/m)
    expect(linli(['staff', 'add', 'suwen', '苏文'])).toMatchObject({
      status: 1,
      said: expect.stringContaining('The login or e-mail is taken'),
    })
  })

  it('finds what is missing and says what to do', () => {
    const { status, said } = linli(['doctor'], { LINLI_DEMO: '0' })
    expect(status).toBe(1)
    expect(said).toMatch(/ok +PostgreSQL 18/)
    expect(said).toMatch(/ok +works as \S+_app\n/)
    expect(said).toMatch(/LOOK +PUBLIC_URL \(unset\)\n +→ /)
  })
})
