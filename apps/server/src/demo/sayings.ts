import type { Dice } from './random.ts'
import type { Sayings } from './files.ts'

/** What people write beside their steps. */
export type Said = ReturnType<typeof createSaid>

const CONTENT = 4

export function createSaid(sayings: Sayings, dice: Dice) {
  const say = (list: readonly string[]) => () => dice.pick(list)
  const reason = (list: Sayings['decline']) => () => dice.pick(list)
  return {
    decline: reason(sayings.decline),
    return: reason(sayings.return),
    pause: reason(sayings.pause),
    escalate: say(sayings.escalate),
    dispute: say(sayings.dispute),
    decide: say(sayings.decide),
    extension: say(sayings.extension),
    supervise: say(sayings.supervise),
    note: say(sayings.note),
    resume: say(sayings.resume),
    passed: say(sayings.passed),
    failed: say(sayings.failed),
    again: say(sayings.again),
    reject: say(sayings.reject),
    called: say(sayings.called),
    thanks: (rating: number) => dice.pick(rating >= CONTENT ? sayings.thanks : sayings.grumble),
  }
}
