import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config/config.ts'
import { beginKeyFile, isFile } from './key-file.ts'
import { deriveKey } from './keys.ts'

const KEY_BYTES = 32
/** Numbers that a file is found by without being held: of so few digits that whoever has the key and the digests tries them all. */
const KeyFile = z.strictObject({ document: z.base64(), phone: z.base64() })
export type IndexKind = keyof z.infer<typeof KeyFile>
type Place = Pick<Config, 'dataDir' | 'indexKeyFile'>

/** Beside the master keys, and like them in no backup. */
export const indexKeyFile = ({ dataDir, indexKeyFile: path }: Place) => path ?? join(dataDir, 'index-keys.json')

const known = new Map<string, Readonly<Record<IndexKind, Buffer>>>()

/** The key of one blind index; the file is made at first use. It is never changed: every digest hangs on it. */
export function indexKey(place: Place, kind: IndexKind): Buffer {
  const path = indexKeyFile(place)
  let keys = known.get(path)
  if (!keys) {
    if (!isFile(path)) beginIndexKeys(place, () => randomBytes(KEY_BYTES))
    const { document, phone } = KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
    keys = { document: Buffer.from(document, 'base64'), phone: Buffer.from(phone, 'base64') }
    known.set(path, keys)
  }
  return keys[kind]
}

/** For an index from the time when its keys followed from the secret. */
export const keepDerivedIndexKeys = (config: Place & Pick<Config, 'secret'>) =>
  beginIndexKeys(config, (kind) => deriveKey(config.secret, `register ${kind}`))

function beginIndexKeys(place: Place, keyOf: (kind: IndexKind) => Buffer): void {
  const [document, phone] = (['document', 'phone'] as const).map((kind) => keyOf(kind).toString('base64'))
  beginKeyFile(indexKeyFile(place), { document, phone })
}
