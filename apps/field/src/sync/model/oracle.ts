import type { Household } from '@linli/contract/people'
import { vi } from 'vitest'
import type { EffectKind, FieldTruth } from '../../../../server/test/field-truth.ts'
import type { ModelPhone } from './phone.ts'

/** Something that was put in: by which words its effect is found. */
export interface Wish {
  readonly phone: ModelPhone
  readonly entryId: string
  readonly kind: EffectKind
  readonly words: string
  readonly days: number
}

/** A name that somebody said of a person, and the one that they saw when they said it. */
export interface Saying {
  readonly personId: string
  readonly saw: string
  /** The visit that said it; null: a clerk did. */
  readonly entryId: string | null
  /** What the same phone had said of the person before, sent or not. */
  readonly own: ReadonlySet<string>
  accepted: boolean
}

/** Exactly once, or not at all with a reason; nothing waits, and nothing that was done is called refused for ever. */
export async function strayEffects(truth: FieldTruth, wishes: readonly Wish[]): Promise<string[]> {
  const faults: string[] = []
  for (const { phone, entryId, kind, words, days } of wishes) {
    let entry = (await phone.entries()).find(({ id }) => id === entryId)
    const times = await truth.effects(kind, words)
    // A copy of it that was late came to its effect after the phone had heard a refusal: asked again, it hears of that.
    if (entry?.state === 'refused' && times === 1) entry = await phone.resend(entryId)
    const wanted = entry?.state === 'done' ? 1 : 0
    if (entry === undefined) faults.push(`${kind} ${words} is gone from its phone`)
    else if (entry.state !== 'done' && entry.state !== 'refused') faults.push(`${kind} ${words} is ${entry.state}`)
    else if (times !== wanted) faults.push(`${kind} ${words} is ${entry.state} and was done ${times} times`)
    const off = kind === 'visit' && wanted === 1 ? await truth.clockOff(words) : null
    if (off !== null && off !== days > 0) faults.push(`${kind} ${words} by a clock of ${days} days is marked ${off}`)
  }
  return faults
}

/** What a phone has said of somebody so far, sent or not. */
export async function saidOn(phone: ModelPhone, personId: string, sayings: ReadonlyMap<string, Saying>) {
  const put = new Set((await phone.entries()).map(({ id }) => id))
  const own = [...sayings].filter(
    ([, one]) => one.personId === personId && one.entryId !== null && put.has(one.entryId),
  )
  return new Set(own.map(([name]) => name))
}

interface Said {
  readonly sayings: ReadonlyMap<string, Saying>
  readonly homes: readonly Household[]
  readonly phones: readonly ModelPhone[]
}
/** Whoever gave a person another name had seen the one before or said it, or a clerk decided; nothing is lost, doubled, or contested by its own phone. */
export async function overwritten(truth: FieldTruth, { sayings, homes, phones }: Said): Promise<string[]> {
  const faults: string[] = []
  const done = new Set<string>()
  for (const phone of phones) for (const { id, state } of await phone.entries()) if (state === 'done') done.add(id)
  for (const { id } of homes.flatMap(({ members }) => members)) {
    const names = await truth.names(id)
    const held = names.filter(({ standing }) => standing === 'holds').map(({ name }) => name)
    for (const [index, name] of held.entries()) {
      const saying = sayings.get(name)
      const before = held[index - 1]
      if (saying && !saying.accepted && saying.saw !== before && !saying.own.has(before ?? ''))
        faults.push(`${name} overwrote ${before ?? 'nothing'}, but had seen ${saying.saw}`)
    }
    for (const { name } of names.filter(({ standing }) => standing === 'contested')) {
      const own = sayings.get(name)?.own
      if (own && !held.some((other) => sayings.has(other) && !own.has(other)))
        faults.push(`${name} was held against what its own phone had said`)
    }
    for (const [name, { personId, entryId }] of sayings) {
      if (personId !== id) continue
      const times = names.filter((one) => one.name === name).length
      const wanted = entryId === null || done.has(entryId) ? 1 : 0
      if (times !== wanted) faults.push(`${name} was said ${wanted} times and is written ${times} times`)
    }
  }
  return faults
}

/** Every phone shows the same as one that is begun only now, and the others nothing of a grid that is not theirs. */
export async function apart(phones: readonly ModelPhone[], fresh: ModelPhone): Promise<string[]> {
  let faults: string[] = []
  // Changes reach a phone when every transaction before them has ended, those of neighbours on the cluster too.
  await vi
    .waitFor(
      async () => {
        faults = []
        await fresh.begin()
        const wanted = JSON.stringify(await fresh.households())
        for (const [index, phone] of phones.entries()) {
          await phone.sync([])
          const seen = JSON.stringify(await phone.households())
          if (seen !== (phone.staffId === fresh.staffId ? wanted : '[]'))
            faults.push(`phone ${index} shows ${seen}, not ${wanted}`)
        }
        if (faults.length > 0) throw new Error(faults.join('\n'))
      },
      { timeout: 6_000, interval: 100 },
    )
    .catch(() => undefined)
  return faults
}
