import { type AuditKey, isSignedBy, keyId } from './audit-key.ts'
import { sha256 } from './merkle.ts'
import { type Range, rangesFrom, rangesText } from './ranges.ts'
import { type SealedLog, sealedLogs } from './rows.ts'

/** What a checkpoint states. */
export interface Checkpoint {
  readonly countyId: number
  readonly log: SealedLog
  readonly number: number
  readonly root: string
  readonly rows: number
  /** Which rows, so that one which is gone together with its leaf still has a name. */
  readonly seqs: readonly Range[]
  /** Hash of the note before; empty at the beginning. */
  readonly previous: string
  readonly at: string
}

/** A checkpoint as text with its signature, in the form of signed notes (C2SP): one can be read, kept and sent anywhere. */
export function writeNote(checkpoint: Checkpoint, key: AuditKey): string {
  const { countyId, log, number, root, rows, seqs, previous, at } = checkpoint
  const name = `linli/${countyId}/${log}`
  const body = `${name}\n${number}\n${root}\nrows ${rows}\nseqs ${rangesText(seqs)}\nprevious ${previous}\nat ${at}\n`
  const signature = Buffer.concat([keyId(name, key.publicKey), key.sign(body)])
  return `${body}\n— ${name} ${signature.toString('base64')}\n`
}

const form =
  /linli\/(\d{6})\/(\w+)\n(\d+)\n([\w+/=]{44})\nrows (\d+)\nseqs ([\d,-]+)\nprevious ([\w+/=]*)\nat (\S+)\n\n— (\S+) ([\w+/=]+)\n/
const KEY_ID_BYTES = 4

/** Every whole note in a text, in its order; half of one, as a cut line leaves it, does not count. */
export const notesIn = (text: string): string[] => text.match(new RegExp(form, 'g')) ?? []

/** Null for what is no checkpoint. Says nothing about the signature. */
export function readNote(note: string): Checkpoint | null {
  const found = new RegExp(`^${form.source}$`).exec(note)
  if (!found) return null
  const [, county = '', name = '', number = '', root = '', rows = '', seqs = '', previous = '', at = ''] = found
  const log = sealedLogs.find((one) => one === name)
  if (log === undefined) return null
  return {
    countyId: Number(county),
    log,
    number: Number(number),
    root,
    rows: Number(rows),
    seqs: rangesFrom(seqs),
    previous,
    at,
  }
}

/** Whether one of these keys signed it. */
export function isGenuine(note: string, publicKeys: readonly string[]): boolean {
  const cut = note.lastIndexOf('\n— ')
  const signature = Buffer.from(note.slice(note.lastIndexOf(' ') + 1), 'base64').subarray(KEY_ID_BYTES)
  return cut > 0 && publicKeys.some((key) => isSignedBy(key, note.slice(0, cut), signature))
}

export const noteHash = (note: string): string => sha256(note).toString('base64')
