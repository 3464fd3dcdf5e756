import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config/config.ts'
import { Problem } from '../problem/problem.ts'
import { beginKeyFile, isFile, writeKeyFile } from './key-file.ts'
import { type Suite, seal, unsealBytes } from './seal.ts'

/** Wraps the keys of single persons. What it needs for that never stands in the database. */
export interface MasterKeys {
  /** Name of the key that wraps from now on. */
  readonly current: string
  readonly suite: Suite
  /** Answers with the name of the key that it used: another process may be rotating. */
  wrap(keys: readonly WrapInput[]): Promise<{ master: string; wrapped: Buffer[] }>
  /** @throws Problem `vault.closed` when the key is not to be had. */
  unwrap(keys: readonly UnwrapInput[]): Promise<Buffer[]>
}

interface WrapInput {
  readonly key: Buffer
  /** Whose it is: a wrapped key copied to somebody else does not open. */
  readonly context: string
}
interface UnwrapInput {
  readonly wrapped: Buffer
  readonly master: string
  readonly context: string
}

const KEY_BYTES = 32
const KeyFile = z.strictObject({ current: z.string(), keys: z.record(z.string(), z.base64()) })
type KeyFile = z.infer<typeof KeyFile>

export const masterKeyFile = (config: Pick<Config, 'dataDir' | 'masterKeyFile'>) =>
  config.masterKeyFile ?? join(config.dataDir, 'master-keys.json')

/** The county's master keys: a key service where one is configured, else a file, made at first use. */
export function openMasterKeys(config: Config): MasterKeys {
  return config.kms ? keysOfService(config.kms, config.sealSuite) : keysOfFile(masterKeyFile(config), config.sealSuite)
}

function keysOfFile(path: string, suite: Suite): MasterKeys {
  let read: { file: KeyFile; at: number } | undefined
  // Read at first use, since a process that opens no vault needs no key; and again when a rotation has written another.
  const file = () => {
    const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (read === undefined || read.at !== at) {
      const fresh = readKeyFile(path)
      read = { file: fresh, at: statSync(path).mtimeMs }
    }
    return read.file
  }
  const keyOf = ({ keys }: KeyFile, name: string) => {
    const key = keys[name]
    if (key === undefined) throw new Problem('vault.closed')
    return Buffer.from(key, 'base64')
  }
  return {
    get current() {
      return file().current
    },
    suite,
    wrap: async (keys) => {
      const now = file()
      const master = keyOf(now, now.current)
      return { master: now.current, wrapped: keys.map(({ key, context }) => seal(master, key, context, suite)) }
    },
    unwrap: async (keys) => {
      const now = file()
      return keys.map(({ wrapped, master, context }) => {
        const key = unsealBytes(keyOf(now, master), wrapped, context)
        if (!key) throw new Problem('vault.closed')
        return key
      })
    },
  }
}

function readKeyFile(path: string): KeyFile {
  if (!isFile(path)) {
    const name = nameOf(1)
    beginKeyFile(path, { current: name, keys: { [name]: newKey() } } satisfies KeyFile)
  }
  return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** Never a name that another file has used: a key that is lost is missed, and not taken for one of the same name. */
const nameOf = (number: number) => `k${number}-${randomBytes(3).toString('hex')}`
const newKey = () => randomBytes(KEY_BYTES).toString('base64')

/** A new master key that wraps from now on; the earlier ones still open. Answers its name. */
export function addMasterKey(path: string): string {
  const file = readKeyFile(path)
  const name = nameOf(Math.max(0, ...Object.keys(file.keys).map((key) => Number.parseInt(key.slice(1)) || 0)) + 1)
  writeKeyFile(path, { current: name, keys: { ...file.keys, [name]: newKey() } } satisfies KeyFile)
  return name
}

/** Names of the keys in a file, the one that wraps now among them. */
export const masterKeyNames = (path: string): string[] => (isFile(path) ? Object.keys(readKeyFile(path).keys) : [])

/** Forgets keys that wrap nothing any more. */
export function retireMasterKeys(path: string, names: readonly string[]): void {
  const file = readKeyFile(path)
  const keys = Object.fromEntries(
    Object.entries(file.keys).filter(([name]) => name === file.current || !names.includes(name)),
  )
  writeKeyFile(path, { ...file, keys } satisfies KeyFile)
}

const KMS_TIMEOUT_MS = 5_000
const Wrapped = z.object({ master: z.string(), wrapped: z.array(z.base64()) })
const Unwrapped = z.object({ keys: z.array(z.base64()) })

/** A key service speaks JSON: POST /wrap {keys, contexts} → {master, wrapped}; POST /unwrap {wrapped, masters, contexts} → {keys}. */
function keysOfService(kms: NonNullable<Config['kms']>, suite: Suite): MasterKeys {
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    try {
      const answer = await fetch(new URL(path, kms.url), {
        method: 'POST',
        signal: AbortSignal.timeout(KMS_TIMEOUT_MS),
        headers: { 'content-type': 'application/json', ...(kms.token ? { authorization: `Bearer ${kms.token}` } : {}) },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Problem('vault.closed')
      return await answer.json()
    } catch {
      throw new Problem('vault.closed')
    }
  }
  return {
    current: kms.key,
    suite,
    async wrap(keys) {
      const input = {
        key: kms.key,
        keys: keys.map(({ key }) => key.toString('base64')),
        contexts: keys.map(({ context }) => context),
      }
      const { master, wrapped } = Wrapped.parse(await ask('wrap', input))
      return { master, wrapped: wrapped.map((one) => Buffer.from(one, 'base64')) }
    },
    async unwrap(keys) {
      const input = {
        wrapped: keys.map(({ wrapped }) => wrapped.toString('base64')),
        masters: keys.map(({ master }) => master),
        contexts: keys.map(({ context }) => context),
      }
      return Unwrapped.parse(await ask('unwrap', input)).keys.map((one) => Buffer.from(one, 'base64'))
    },
  }
}
