import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createHash } from 'node:crypto'

/** As whom the embedded database runs. */
export interface Account {
  /** Folder that the account can reach: holds the cluster and, where needed, a copy of the binaries. */
  readonly home: string
  readonly spawn: { readonly uid?: number; readonly gid?: number; readonly cwd?: string }
  /** Command line that runs a binary as this account. */
  wrap(binary: string): [string, ...string[]]
}

const NAME = 'linli'
const SYSTEM_HOME = '/var/lib/linli'

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as is; root runs it as the system account `linli`, made
 * on first use, or as an existing unprivileged one where accounts cannot be made.
 *
 * That account cannot pass through a folder that only root may enter (/root, a `mktemp -d` folder); the cluster then
 * lies below /var/lib/linli, in a folder named after the data folder.
 */
export function postgresAccount(dataDir: string): Account {
  if (process.getuid?.() !== 0) return { home: dataDir, spawn: {}, wrap: (binary) => [binary] }
  const { uid, gid } = systemAccount()
  const home = reachable(dataDir, uid)
    ? join(dataDir, 'database')
    : join(SYSTEM_HOME, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  mkdirSync(home, { recursive: true })
  if (home.startsWith(SYSTEM_HOME)) chmodSync(SYSTEM_HOME, 0o755)
  chownSync(home, uid, gid)
  return { home, spawn: { uid, gid, cwd: home }, wrap: (binary) => [binary] }
}

function systemAccount(): { uid: number; gid: number } {
  const found = idOf(NAME)
  if (found) return found
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME])
  const account = idOf(NAME) ?? idOf('postgres') ?? idOf('nobody')
  if (!account) throw new Error('PostgreSQL must not run as root, and no other account exists: run as an ordinary user')
  return account
}

function idOf(name: string): { uid: number; gid: number } | null {
  const read = (flag: string) => {
    const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return answer.status === 0 ? Number(answer.stdout) : null
  }
  const [uid, gid] = [read('-u'), read('-g')]
  return uid === null || gid === null || uid === 0 ? null : { uid, gid }
}

/** Whether another account may enter every folder on the way. */
export function reachable(path: string, uid: number): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      accessSync(folder, constants.F_OK)
      const { mode, uid: owner } = statSync(folder)
      if (owner === uid ? (mode & 0o100) === 0 : (mode & 0o001) === 0) return false
    } catch {
      // Not made yet: it will be made open.
    }
    if (folder === dirname(folder)) return true
  }
}
