import { Problem } from '../../platform/problem/problem.ts'
import { commonPasswords } from './common-passwords.ts'

interface Holder {
  readonly login: string
  readonly name: string
  readonly phone: string | null
}

/**
 * Refuses what a guesser tries first. Length is the contract's rule (ten characters, none prescribed);
 * why no mixture of letters, digits and signs is asked for stands in decision 0003.
 */
export function refuseWeakPassword(password: string, holder: Holder): void {
  const reason = weaknessOf(password.normalize('NFKC').toLowerCase(), holder)
  if (reason) throw new Problem('staff.weak_password', { reason })
}

/** Why a password is weak; the front ends have a sentence for each. */
export type Weakness = 'common' | 'repeated' | 'sequence' | 'personal'

function weaknessOf(password: string, holder: Holder): Weakness | null {
  if (isCommon(password)) return 'common'
  if (/^(.{1,4})\1+$/u.test(password)) return 'repeated'
  if (isSequence(password)) return 'sequence'
  return isPersonal(password, holder) ? 'personal' : null
}

function isCommon(password: string): boolean {
  const word = password.replace(/[\d!@#$%^&*.?_-]*$/, '')
  return commonPasswords.has(password) || (word.length >= 4 && commonPasswords.has(word))
}

// 1234567890, jihgfedcba: every character one further than the last, or one back.
function isSequence(password: string): boolean {
  const steps = Array.from(
    { length: password.length - 1 },
    (_, index) => password.charCodeAt(index + 1) - password.charCodeAt(index),
  )
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

// What remains beside the login, the name or the phone must be long enough to be a secret by itself.
function isPersonal(password: string, { login, name, phone }: Holder): boolean {
  const known = [login, name.toLowerCase(), phone].filter((word): word is string => word !== null && word.length >= 2)
  return known.some((word) => password.includes(word) && password.replaceAll(word, '').length < 6)
}
