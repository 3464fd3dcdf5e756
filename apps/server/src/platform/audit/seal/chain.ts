import { type Checkpoint, isGenuine, noteHash, readNote } from './note.ts'
import type { SealedLog } from './rows.ts'

/** What stands at one place of a chain, and what is wrong with it. */
export interface Link {
  readonly number: number
  /** What counts as said at this place: the witness's copy before the database's; null where neither can be believed. */
  readonly checkpoint: Checkpoint | null
  readonly faults: readonly LinkFault[]
}
export type LinkFault = 'checkpointRemoved' | 'checkpointChanged' | 'checkpointForged' | 'chainBroken' | 'witnessForged'

interface Place {
  readonly countyId: number
  readonly log: SealedLog
  /** Keys whose signatures count. */
  readonly keys: readonly string[]
}

/** Follows a chain from its beginning, place by place. */
export function followChain({ countyId, log, keys }: Place) {
  // Null after a place where nothing can be believed: the next one cannot be held against it.
  let previous: string | null = ''
  const believed = (note: string, number: number): Checkpoint | null => {
    const read = readNote(note)
    const isHere = read?.countyId === countyId && read.log === log && read.number === number
    return isHere && isGenuine(note, keys) ? read : null
  }
  return (number: number, stored: string | undefined, seen: string | undefined): Link => {
    const faults: LinkFault[] = []
    const [own, witnessed] = [stored, seen].map((note) => (note === undefined ? null : believed(note, number)))
    if (stored === undefined) faults.push('checkpointRemoved')
    else if (!own) faults.push('checkpointForged')
    if (seen !== undefined && !witnessed) faults.push('witnessForged')
    if (witnessed && own && stored !== seen) faults.push('checkpointChanged')
    const [checkpoint, note] = witnessed ? [witnessed, seen] : [own ?? null, stored]
    if (checkpoint && previous !== null && checkpoint.previous !== previous) faults.push('chainBroken')
    previous = checkpoint && note !== undefined ? noteHash(note) : null
    return { number, checkpoint, faults }
  }
}
