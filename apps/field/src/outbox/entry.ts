import type { MatterAction } from '@linli/contract/matters'
import type { OfflineCommand } from '@linli/contract/offline-commands'
import type { ProblemCode } from '@linli/contract/problems'

export type FieldAction = Extract<
  MatterAction,
  'receive' | 'settle' | 'settle_on_spot' | 'return' | 'escalate' | 'verify' | 'comment'
>

/** What a visit changed in the register, and what of it a clerk decides since it disagrees with somebody else's change. */
export interface Parts {
  readonly applied: number
  readonly open: number
}

/** After one of these the matter is no longer in the worker's hands. */
export const finalCommands: ReadonlySet<OfflineCommand> = new Set([
  'settleMatter',
  'settleOnSpot',
  'returnMatter',
  'escalateMatter',
  'verifyMatter',
])

export interface Uploaded {
  readonly id: string
  readonly claim: string
}

/** A picture of the command: which one on this phone, where in the body it goes, and what the server calls it by now. */
export interface HeldPhoto {
  readonly key: string
  readonly place: 'photos' | 'settled.photos'
  readonly uploaded: Uploaded | null
}

/** Why the server said no; enough to build its sentence again in any language. */
export interface Refusal {
  readonly code: ProblemCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  readonly faults: readonly { path: string; rule: string; limit?: number | string | undefined }[]
}

/**
 * `waiting`: will be sent; `sending`: is being sent, or was when the page was killed; `refused`: the server said no and a
 * person decides; `done`: the server has it, kept a while so that the worker sees it arrived.
 */
export type EntryState = 'waiting' | 'sending' | 'refused' | 'done'

export type Body = Readonly<Record<string, unknown>>

export interface NewEntry {
  /** The commandId. It never changes, not even when a refused entry is edited: so nothing can ever be done twice. */
  readonly id: string
  /** What must stay in order: the id of the matter, the household, the patrol; for a new report its own id. */
  readonly subject: string
  readonly command: OfflineCommand
  readonly title: string
  /** The body but for commandId, seenVersion and photos. */
  readonly input: Body
  readonly photos: readonly HeldPhoto[]
  /** The form as it was filled in, to open again when it is refused. */
  readonly form: unknown
  readonly capturedAt: string
  /** Version of the page that was acted on; null where the command takes none. */
  readonly seenVersion: number | null
}

export interface Entry extends NewEntry {
  /** Place in the order of this phone, given by the store. */
  readonly seq: number
  readonly state: EntryState
  /** The body as first sent. A resend must be the same to the letter, or the server takes it for another command. */
  readonly sealed: Body | null
  /** Sendings that failed in passing since the last success or edit. */
  readonly tries: number
  /** Epoch milliseconds before which it is left alone. */
  readonly notBefore: number
  readonly refusal: Refusal | null
  /** Pictures were once gone from the server (it keeps unused ones a day) and are being sent anew. */
  readonly photosAnew: boolean
  readonly doneAt: string | null
  /** The matter's version after it, where the answer told; its number, for a new report. */
  readonly answer: Answer | null
}

export interface Answer {
  readonly version: number | null
  readonly number: string | null
  readonly parts?: Parts
}

export function freshEntry(entry: NewEntry): Omit<Entry, 'seq'> {
  return {
    ...entry,
    state: 'waiting',
    sealed: null,
    tries: 0,
    notBefore: 0,
    refusal: null,
    photosAnew: false,
    doneAt: null,
    answer: null,
  }
}

export const isPending = (entry: Entry) => entry.state === 'waiting' || entry.state === 'sending'
/** Not with the server yet, as far as the phone knows. */
export const isUnsent = (entry: Entry) => entry.state !== 'done'
/** Once sent, its fate is unknown until an answer comes: it can be dropped from the phone but no longer changed. */
export const mayEdit = (entry: Entry) =>
  entry.state === 'refused' || (entry.state === 'waiting' && entry.sealed === null)
