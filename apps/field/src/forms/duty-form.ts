import { newId } from '@linli/client'
import type { LeaveKind, MyRoster, Shift } from '@linli/contract/duty-roster'
import type { OfflineCommand } from '@linli/contract/offline-commands'
import type { Entry, NewEntry } from '../outbox/entry.ts'

/** Commands about one's own duty; each is one touch or one short form, and none can be changed once it is kept. */
export const dutyCommands = [
  'askLeave',
  'withdrawLeave',
  'askSwap',
  'answerSwap',
  'withdrawSwap',
  'clockShift',
] as const
export type DutyCommand = (typeof dutyCommands)[number]
export const dutyCommandOf = (command: OfflineCommand): DutyCommand | null =>
  dutyCommands.find((one) => one === command) ?? null

/** Illness first: it is the one that cannot wait. */
export const leaveKinds = ['sick', 'annual', 'personal', 'training', 'other'] as const satisfies readonly LeaveKind[]

export interface LeaveForm {
  readonly kind: LeaveKind
  readonly firstDay: string
  readonly lastDay: string
  readonly words: string
}

export interface SwapForm {
  readonly toId: string
  readonly returnShiftId: string
  readonly words: string
}

/** `11-24 08:30–17:30`. */
export const shiftTitle = ({ onDay, from, to }: Pick<Shift, 'onDay' | 'from' | 'to'>) =>
  `${onDay.slice(5)} ${from}–${to}`

function entryOf(
  command: DutyCommand,
  subject: string,
  title: string,
  input: Readonly<Record<string, unknown>>,
  now = new Date(),
): NewEntry {
  const capturedAt = now.toISOString()
  const body = { ...input, capturedAt }
  return { id: newId(), subject, command, title, input: body, photos: [], form: null, capturedAt, seenVersion: null }
}

export function leaveEntry({ kind, firstDay, lastDay, words }: LeaveForm, title: string): NewEntry {
  const leaveId = newId()
  return entryOf('askLeave', leaveId, title, { leaveId, kind, firstDay, lastDay, words: words.trim() })
}
export const withdrawLeaveEntry = (leaveId: string, title: string) =>
  entryOf('withdrawLeave', leaveId, title, { leaveId })

export function swapEntry(shift: Shift, { toId, returnShiftId, words }: SwapForm, title: string): NewEntry {
  const swapId = newId()
  const inReturn = returnShiftId === '' ? {} : { returnShiftId }
  return entryOf('askSwap', swapId, title, { swapId, shiftId: shift.id, toId, words: words.trim(), ...inReturn })
}
export const answerEntry = (swapId: string, accept: boolean, title: string) =>
  entryOf('answerSwap', swapId, title, { swapId, accept })
export const withdrawSwapEntry = (swapId: string, title: string) => entryOf('withdrawSwap', swapId, title, { swapId })
export const clockEntry = (shift: Shift, step: 'in' | 'out', now = new Date()) =>
  entryOf('clockShift', shift.id, shiftTitle(shift), { shiftId: shift.id, step }, now)

/** What is on its way to the server, so that nobody asks or presses twice. */
export interface OnItsWay {
  /** When one pressed, by shift and step. */
  readonly clocked: ReadonlyMap<string, string>
  /** Shifts that somebody has been asked to take. */
  readonly asked: ReadonlySet<string>
  /** Leave and swaps that one has answered or taken back. */
  readonly settled: ReadonlySet<string>
  /** Leave asked for, not there yet. */
  readonly leaves: readonly Entry[]
}

/** What the outbox says beside the copy of the roster. A refused entry says nothing: it waits in the outbox for a decision. */
export function onItsWay(entries: readonly Entry[], roster: MyRoster | undefined): OnItsWay {
  const known = new Set(roster?.leaves.map(({ id }) => id))
  const live = entries.filter(({ state }) => state !== 'refused')
  const of = (command: DutyCommand) => live.filter((entry) => entry.command === command)
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    clocked: new Map(
      of('clockShift').map(({ input, capturedAt }) => [`${text(input['shiftId'])} ${text(input['step'])}`, capturedAt]),
    ),
    asked: new Set(
      of('askSwap')
        .filter(({ state }) => state !== 'done')
        .map(({ input }) => text(input['shiftId'])),
    ),
    settled: new Set(
      [...of('answerSwap'), ...of('withdrawSwap'), ...of('withdrawLeave')].map(({ subject }) => subject),
    ),
    leaves: of('askLeave').filter(({ subject }) => !known.has(subject)),
  }
}
