import { argon2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { sameBytes } from './tokens.ts'

const argon2Async = promisify(argon2)

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane; about 25 ms on the reference machine.
const MEMORY_KIB = 19_456
const PASSES = 2
const LANES = 1
const TAG_BYTES = 32

interface Phc {
  readonly memory: number
  readonly passes: number
  readonly lanes: number
  readonly salt: Buffer
  readonly tag: Buffer
}

/** Argon2id as a PHC string: the parameters stand beside the hash, so that raising them breaks no account. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await tagOf(password, { memory: MEMORY_KIB, passes: PASSES, lanes: LANES, salt }, TAG_BYTES)
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`
}

/**
 * Whether `password` belongs to `hash`. With null (no such account, or one without a password) the same
 * work is done against a hash that nothing matches: the answer takes as long.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const phc = parsePhc(hash ?? nobodysHash)
  const tag = await tagOf(password, phc, phc.tag.length)
  return sameBytes(tag, phc.tag) && hash !== null
}

/** True when `hash` was made with weaker parameters than today's: rehash at the next successful login. */
export function isOutdated(hash: string): boolean {
  const { memory, passes } = parsePhc(hash)
  return memory < MEMORY_KIB || passes < PASSES
}

const nobodysHash = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(TAG_BYTES))}`

async function tagOf(
  password: string,
  { memory, passes, lanes, salt }: Omit<Phc, 'tag'>,
  length: number,
): Promise<Buffer> {
  // The same word typed on another keyboard may come composed differently.
  const message = Buffer.from(password.normalize('NFKC'))
  return argon2Async('argon2id', { message, nonce: salt, memory, passes, parallelism: lanes, tagLength: length })
}

const phcPattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function parsePhc(hash: string): Phc {
  const [, memory, passes, lanes, salt, tag] = phcPattern.exec(hash) ?? []
  if (salt === undefined || tag === undefined) throw new Error('stored password hash is not an argon2id PHC string')
  return {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
