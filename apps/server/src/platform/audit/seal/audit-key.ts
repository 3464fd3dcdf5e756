import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { sha256 } from './merkle.ts'

/** The key that signs checkpoints. */
export interface AuditKey {
  readonly publicKey: string
  sign(text: string): Buffer
}

/** Public keys leave as text: a prefix that says Ed25519, as signed notes have it, and the 32 bytes of the key. */
const ED25519 = Buffer.from([1])
/** What stands before those bytes in DER; always the same for this kind of key. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const auditKeyFile = (config: Pick<Config, 'dataDir' | 'audit'>) =>
  config.audit.keyFile ?? join(config.dataDir, 'audit-key')

/** Reads the key, and makes it at first use. */
export function openAuditKey(path: string): AuditKey {
  if (!existsSync(path)) makeKey(path)
  const key = createPrivateKey(readFileSync(path, 'utf8'))
  return { publicKey: textOf(createPublicKey(key)), sign: (text) => sign(null, Buffer.from(text), key) }
}

/**
 * Keys whose signatures count: the one that signs, and below it in the same file any that signed before. Empty where
 * there is no file.
 */
export function trustedKeys(path: string): string[] {
  if (!existsSync(path)) return []
  const blocks = readFileSync(path, 'utf8').match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g) ?? []
  return blocks.map((pem) => textOf(createPublicKey(pem)))
}

export function isSignedBy(publicKey: string, text: string, signature: Buffer): boolean {
  const raw = Buffer.from(publicKey, 'base64').subarray(ED25519.length)
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text), key, signature)
  } catch {
    // No key at all, such as one that was overwritten in the database.
    return false
  }
}

/** Short name of a key within a signature, as signed notes form it. */
export const keyId = (name: string, publicKey: string) =>
  sha256(`${name}\n`, Buffer.from(publicKey, 'base64')).subarray(0, 4)

function makeKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  try {
    writeFileSync(path, pem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // Another process was faster: its key is the county's.
    if (!existsSync(path)) throw error
  }
}

function textOf(key: KeyObject): string {
  const raw = key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length)
  return Buffer.concat([ED25519, raw]).toString('base64')
}
