import type { Fault } from './line.ts'
import type { Put, Step } from './steps.ts'

const visit = (phone: number, more: Partial<Put> = {}): Put => ({
  phone,
  put: 'visit',
  home: 0,
  says: 0,
  adds: true,
  days: 0,
  bad: false,
  ...more,
})
/** Two questions go before the outbox: who is signed in, and whether the phone may send. */
const outboxMeets = (phone: number, fault: Fault): Step => ({ phone, sync: ['none', 'none', fault] })
const online = (phone: number): Step => ({ phone, sync: [] })

/** Days on which something once went wrong, or which would show at once that it does. */
export const knownDays = {
  answerLost: [visit(0), { ...visit(0, { home: 1 }), put: 'patrol' }, outboxMeets(0, 'lost_answer')],
  twoPhones: [visit(0), visit(1), online(0), online(1)],
  answerLostThenGridGiven: [visit(0), outboxMeets(0, 'lost_answer'), { givenTo: 1 }, online(0)],
  householdThenGridGiven: [{ ...visit(0), put: 'household' }, outboxMeets(0, 'lost_answer'), { givenTo: 1 }, online(0)],
  reportThenGridGiven: [{ ...visit(0), put: 'report' }, outboxMeets(0, 'lost_answer'), { givenTo: 1 }, online(0)],
  patrolThenGridGiven: [{ ...visit(0), put: 'patrol' }, outboxMeets(0, 'lost_answer'), { givenTo: 1 }, online(0)],
  // What a clerk has decided is no older than the decision: a phone that saw the file before it does not overwrite it.
  decidedUnseen: [
    visit(0),
    visit(1),
    online(0),
    online(1),
    // The copy now stands at the version of the statement that waits.
    { clerk: 0, accepts: true },
    visit(0),
    online(0),
  ],
  // Nobody else was there between a phone's own two visits.
  twiceOnOnePhone: [visit(0), visit(0), online(0)],
  // A clerk was: neither of the two overwrites what the clerk wrote.
  clerkBeforeTwoVisits: [visit(0), visit(0), { clerk: 0, home: 0, says: 0 }, online(0)],
  // A statement that a clerk accepts holds from then on, also over what was said after it and before the decision.
  decidedLate: [
    visit(0),
    visit(1),
    online(0),
    online(1),
    { clerk: 1, home: 0, says: 0 },
    { clerk: 0, accepts: true },
    online(0),
    visit(0),
    online(0),
  ],
} as const satisfies Record<string, readonly Step[]>
