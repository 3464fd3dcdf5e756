const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seconds a session lives without use, and at most. Decision 0003 says why. */
export const sessionLimits = {
  staff: { idle: 12 * HOUR, absolute: 7 * DAY },
  // A neighbour looks in once a week to see what became of the street lamp.
  resident: { idle: 30 * DAY, absolute: 180 * DAY },
} as const

/** A browser that has signed somebody in stays known for this long after its last sign-in. */
export const deviceLifetime = 180 * DAY

/** `lastSeenAt` is written at most this often: it must not turn every reading into a write. */
export const seenInterval = MINUTE

/** How long the first step of a login waits for the second. */
export const challengeLifetime = 5 * MINUTE

/** Attempts within a window; the window ends by itself, so nothing stays locked and nobody must be called. */
export const attemptLimits = {
  /** One account, from all browsers together that it has never signed in from. */
  accountFromStrangers: { max: 10, window: 15 * MINUTE },
  /** One account, from one browser that it has signed in from. */
  accountFromDevice: { max: 10, window: 15 * MINUTE },
  /** One network address, all accounts, unknown browsers only: an office may share the address. */
  address: { max: 50, window: 15 * MINUTE },
  /** Password or code asked again inside a session. */
  confirmation: { max: 10, window: 15 * MINUTE },
  /** PIN of one phone, which opens nothing without a session besides. */
  devicePin: { max: 5, window: 15 * MINUTE },
  codesPerPhone: { max: 3, window: 10 * MINUTE },
  codesPerPhoneAndDay: { max: 10, window: DAY },
  codesPerAddress: { max: 20, window: HOUR },
} as const

export const phoneCode = { lifetime: 10 * MINUTE, attempts: 5, resendAfter: MINUTE } as const
