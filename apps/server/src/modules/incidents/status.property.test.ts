import {
  IncidentAction,
  IncidentMove,
  type IncidentState,
  TaskStep,
  type TaskState,
} from '@linli/contract/incident-shapes'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsOtherwise, further } from './receipts.ts'
import { isRunning, moves, rules } from './status.ts'

const move = fc.constantFrom(...IncidentMove.options, 'review' as const)

/** The room after these moves, those that its state does not allow refused. */
const after = (tried: readonly (IncidentMove | 'review')[]) =>
  tried.reduce<IncidentState[]>(
    (states, one) => {
      const now = states.at(-1) ?? 'open'
      return moves[one].from.includes(now) ? [...states, moves[one].to] : states
    },
    ['open'],
  )

describe('a room', () => {
  it('closes only after it stood down, is reviewed only once it is closed, and then rests', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (tried) => {
        const states = after(tried)
        states.forEach((state, index) => {
          const before = states[index - 1]
          if (state === 'closed') expect(before).toBe('standing_down')
          if (state === 'reviewed') expect(before).toBe('closed')
          if (before === 'reviewed' || (before === 'closed' && state !== 'reviewed')) expect.unreachable()
        })
      }),
    )
  })

  it('can be ended from wherever it is, and takes orders only while it runs', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (tried) => {
        const state = after(tried).at(-1) ?? 'open'
        const ending = after([...tried, 'stand_down', 'close', 'review'])
        expect(ending.at(-1)).toBe('reviewed')
        for (const order of ['task', 'plan', 'broadcast', 'change', 'tick'] as const)
          expect(rules[order].states.includes(state)).toBe(isRunning(state))
      }),
    )
  })

  it('offers in each state something, and has a permission for every action', () => {
    for (const action of IncidentAction.options) expect(rules[action].permission).toMatch(/^incident\./)
  })
})

describe('receipts of a task', () => {
  it('never lead back, whatever their order, and the first end stands', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TaskStep.options), { maxLength: 12 }), (told) => {
        const order: readonly TaskState[] = ['given', 'received', 'arrived', 'done']
        let state: TaskState = 'given'
        let end: TaskState | null = null
        for (const step of told) {
          if (endsOtherwise(state, step)) continue
          const next = further(state, step)
          if (end !== null) expect(next).toBe(end)
          else if (next !== 'unable') expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(state))
          state = next
          if (state === 'done' || state === 'unable') end = state
        }
      }),
    )
  })
})
