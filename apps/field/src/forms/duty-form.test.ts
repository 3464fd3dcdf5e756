import type { MyRoster } from '@linli/contract/duty-roster'
import { myDutyRoutes } from '@linli/contract/duty-roster'
import { describe, expect, it } from 'vitest'
import { newId } from '@linli/client'
import { freshEntry, type NewEntry } from '../outbox/entry.ts'
import { answerEntry, clockEntry, leaveEntry, onItsWay, swapEntry } from './duty-form.ts'

const shift = {
  id: newId(),
  staffId: newId(),
  onDay: '2026-11-24',
  from: '08:30',
  to: '17:30',
  kind: 'regular' as const,
  words: '',
  startsAt: '2026-11-24T00:30:00Z',
  endsAt: '2026-11-24T09:30:00Z',
  clockedInAt: null,
  clockedOutAt: null,
}
const kept = (entry: NewEntry, seq: number) => ({ ...freshEntry(entry), seq })

describe('what one does about one’s own duty', () => {
  it('is a command that the contract takes, with the time by the phone', () => {
    const leave = leaveEntry({ kind: 'sick', firstDay: '2026-11-24', lastDay: '2026-11-25', words: ' 发烧 ' }, '病假')
    expect(myDutyRoutes.askLeave.input.parse({ commandId: leave.id, ...leave.input })).toMatchObject({ words: '发烧' })
    const swap = swapEntry(shift, { toId: newId(), returnShiftId: '', words: '' }, '换班')
    expect(myDutyRoutes.askSwap.input.parse({ commandId: swap.id, ...swap.input }).returnShiftId).toBeUndefined()
    const pressed = clockEntry(shift, 'in', new Date('2026-11-24T00:25:00Z'))
    expect(pressed.input).toEqual({ shiftId: shift.id, step: 'in', capturedAt: '2026-11-24T00:25:00.000Z' })
  })

  it('shows while it is on its way, and no more once it is refused', () => {
    const entries = [
      clockEntry(shift, 'in', new Date('2026-11-24T00:25:00Z')),
      swapEntry(shift, { toId: newId(), returnShiftId: '', words: '' }, ''),
      answerEntry('swap', true, ''),
      leaveEntry({ kind: 'annual', firstDay: '2026-12-01', lastDay: '2026-12-01', words: '' }, ''),
    ].map(kept)
    const found = onItsWay(entries, undefined)
    expect(found.clocked.get(`${shift.id} in`)).toBe('2026-11-24T00:25:00.000Z')
    expect([found.asked.has(shift.id), found.settled.has('swap'), found.leaves.length]).toEqual([true, true, 1])
    const there = { leaves: [{ id: entries[3]?.subject }] } as unknown as MyRoster
    expect(onItsWay(entries, there).leaves).toEqual([])
    const refused = onItsWay(
      entries.map((entry) => ({ ...entry, state: 'refused' as const })),
      undefined,
    )
    expect([refused.clocked.size, refused.asked.size, refused.settled.size, refused.leaves.length]).toEqual([
      0, 0, 0, 0,
    ])
  })
})
