import type { WorkItem } from '@linli/contract/work-items'
import { describe, expect, it } from 'vitest'
import { type Entry, freshEntry } from '../outbox/entry.ts'
import { clockSaid } from './clock.ts'
import { isHandedOn, taskList } from './tasks.ts'

const task = (subjectId: string) => ({ subjectId }) as WorkItem
const entry = (subject: string, more: Partial<Entry>): Entry => ({
  ...freshEntry({
    id: subject,
    subject,
    command: 'settleMatter',
    title: '',
    input: {},
    photos: [],
    form: null,
    capturedAt: '',
    seenVersion: 1,
  }),
  seq: 1,
  ...more,
})

describe('my tasks', () => {
  const tasks = [task('a'), task('b'), task('c')]

  it('takes what is settled offline out of what is left', () => {
    const list = taskList(tasks, [entry('b', {}), entry('c', { command: 'receiveMatter' })], () => true)
    expect(list.open.map((each) => each.subjectId)).toEqual(['a', 'c'])
    expect(list.pending.map((each) => each.subjectId)).toEqual(['b'])
  })

  it('puts it back when the server refused', () => {
    const refused = [entry('b', { state: 'refused' })]
    expect(taskList(tasks, refused, () => true).open).toHaveLength(3)
    expect(isHandedOn(refused, 'b')).toBe(false)
  })

  it('counts what arrived today', () => {
    const done = entry('x', { state: 'done', doneAt: '2026-11-23T08:00:00Z' })
    expect(taskList(tasks, [done], (at) => at.startsWith('2026-11-23')).doneToday).toBe(1)
    expect(taskList(tasks, [done], () => false).doneToday).toBe(0)
  })
})

describe('the clock of a task', () => {
  const now = Date.parse('2026-11-23T08:00:00Z')
  const limited = { dueAt: '2026-11-23T10:00:00Z', remainingMinutes: 120, paused: false }

  it('is what is left, just after a sync', () => {
    expect(clockSaid(limited, '2026-11-23T07:59:00Z', now)).toEqual({ kind: 'remaining', minutes: 120 })
  })

  it('is the moment it is due, after hours without a network', () => {
    expect(clockSaid(limited, '2026-11-23T05:00:00Z', now)).toEqual({ kind: 'due', at: limited.dueAt })
    expect(clockSaid(limited, '2026-11-23T05:00:00Z', now + 8_000_000)).toEqual({ kind: 'overdue', at: limited.dueAt })
  })

  it('stands still while paused, and is absent without a limit', () => {
    expect(clockSaid({ ...limited, paused: true }, undefined, now).kind).toBe('paused')
    expect(clockSaid({ ...limited, dueAt: null }, undefined, now).kind).toBe('none')
  })
})
