import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, loadConfig, variables } from './config.ts'

let dataDir: string
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'linli-config-'))
})
afterAll(() => rmSync(dataDir, { recursive: true }))

const load = (env: Record<string, string> = {}) => loadConfig({ LINLI_DATA: dataDir, ...env })

describe('configuration', () => {
  it('runs without any variable but the data folder', () => {
    const config = load()
    expect(config).toMatchObject({ port: undefined, databaseUrl: undefined, countyId: 421087, demo: true, oidc: null })
  })

  it('takes an empty value for one that is not set', () => {
    expect(load({ PORT: '', SMTP_URL: '', LINLI_COUNTY: '' })).toMatchObject({ port: undefined, countyId: 421087 })
  })

  it('tells every fault at once, with the variable and what was given', () => {
    const faults = faultsOf({ PORT: '99999', PUBLIC_URL: 'linli.example', LINLI_COUNTY: '12', LOG_LEVEL: 'loud' })
    expect(faults).toContain('PORT="99999"')
    expect(faults).toContain('PUBLIC_URL="linli.example"')
    expect(faults).toContain('LINLI_COUNTY="12"')
    expect(faults).toContain('LOG_LEVEL="loud"')
    expect(faults).toContain('docs/deployment.md')
  })

  it('never prints what may be a secret', () => {
    const faults = faultsOf({
      LINLI_SECRET: 'too-short-secret',
      DATABASE_URL: 'mysql://linli:hunter2@db/linli',
      SMTP_URL: 'ftp://post:hunter3@mail',
    })
    for (const name of ['LINLI_SECRET', 'DATABASE_URL', 'SMTP_URL']) expect(faults).toContain(name)
    for (const value of ['too-short-secret', 'hunter2', 'hunter3']) expect(faults).not.toContain(value)
  })

  it('needs a client id beside an OpenID issuer', () => {
    expect(faultsOf({ OIDC_ISSUER: 'https://id.example' })).toContain('OIDC_CLIENT_ID')
  })

  it('makes a secret once, readable by its owner only', () => {
    const { secret } = load()
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(load().secret).toBe(secret)
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0)
  })

  it('is documented in full: every variable with its default, and none besides', () => {
    const page = readFileSync(new URL('../../../../../docs/deployment.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(([, name = '', value = '']) => [name, value])
    expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(variables).toSorted())
    for (const [name = '', told] of rows) expect([name, told]).toEqual([name, defaultOf(name)])
  })
})

function faultsOf(env: Record<string, string>): string {
  try {
    load(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return String(error)
  }
  throw new Error('nothing was found wrong')
}

function defaultOf(name: string): string {
  const value = variables[name as keyof typeof variables].safeParse(undefined).data
  return value === undefined ? '—' : `\`${typeof value === 'boolean' ? Number(value) : value}\``
}
