import { describe, expect, it } from 'vitest'
import { conflictsOf } from './conflicts.ts'

const days = Array.from({ length: 7 }, (_, n) => ({ day: `2026-11-${23 + n}`, isWorkday: n < 5 }))
const grids = [
  { id: 'g1', name: '第1网格', holderIds: ['周敏'] },
  { id: 'g2', name: '第2网格', holderIds: ['何芳', '李明'] },
]
const shift = (
  staffId: string,
  onDay: string,
  from = '08:30',
  to = '17:30',
  kind: 'regular' | 'standby' = 'regular',
) => ({
  staffId,
  onDay,
  from,
  to,
  kind,
})
const everyDay = (staffId: string) => days.map(({ day }) => shift(staffId, day))
const week = { days, grids, leaves: [] }

describe('the conflicts of a week', () => {
  it('are none where every grid has somebody on each working day, and the desk somebody on days off', () => {
    expect(conflictsOf(week, [...everyDay('周敏'), ...days.slice(0, 5).map(({ day }) => shift('李明', day))])).toEqual(
      [],
    )
  })

  it('name the grid that nobody is in, and the day on which nobody comes at all', () => {
    const found = conflictsOf(
      week,
      everyDay('周敏').filter(({ onDay }) => onDay !== '2026-11-28'),
    )
    expect(found.filter(({ kind }) => kind === 'grid_alone')).toHaveLength(5)
    expect(found.filter(({ kind }) => kind === 'nobody')).toEqual([{ kind: 'nobody', day: '2026-11-28' }])
  })

  it('see whoever is away, and two places at once, over midnight too', () => {
    const leaves = [{ staffId: '周敏', firstDay: '2026-11-24', lastDay: '2026-11-24', state: 'granted' as const }]
    const shifts = [...everyDay('周敏'), ...everyDay('李明'), shift('李明', '2026-11-23', '22:00', '09:00')]
    const found = conflictsOf({ ...week, leaves }, shifts)
    expect(found).toContainEqual({ kind: 'on_leave', staffId: '周敏', day: '2026-11-24', asked: false })
    expect(found).toContainEqual({ kind: 'grid_alone', gridId: 'g1', day: '2026-11-24' })
    expect(found.filter(({ kind }) => kind === 'overlap')).toEqual([
      { kind: 'overlap', staffId: '李明', day: '2026-11-23' },
      { kind: 'overlap', staffId: '李明', day: '2026-11-24' },
    ])
    expect(
      conflictsOf(week, [
        ...everyDay('周敏'),
        ...everyDay('李明'),
        shift('李明', '2026-11-23', '09:00', '10:00', 'standby'),
      ]),
    ).toEqual([])
  })
})
