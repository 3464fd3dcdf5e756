import { linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined

/** Whole or not at all: half a key file would close for good what lies under it. */
export function writeKeyFile(path: string, content: unknown): void {
  renameSync(writeBeside(path, content), path)
}

/** Of two processes that begin at once, one makes the file and both use it: a key that is not in it is lost. */
export function beginKeyFile(path: string, content: unknown): void {
  const own = writeBeside(path, content)
  try {
    linkSync(own, path)
  } catch (error) {
    if (!isFile(path)) throw error
  } finally {
    rmSync(own)
  }
}

function writeBeside(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true })
  const beside = `${path}.${process.pid}`
  // On the disk before anything hangs on it: power may fail at any moment.
  writeFileSync(beside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
  return beside
}
