import type { DueItem } from '@linli/contract/fieldwork'
import { dateText, type Locale } from '@linli/ui'
import type { Words } from './messages.ts'

/** Why it is due, in a line: 今年第 2 次 · 上次 3月14日 · 11月30日前. */
export function whyWords({ why, dueBy, tries }: DueItem, t: Words, locale: Locale, today: string): string[] {
  return [
    ...(why.isFirst ? [t.firstTime] : why.mode === 'quota' ? [] : [t.nthOf(t.thisPer[why.per], why.nth)]),
    ...(why.isFirst ? [] : [why.lastOn === null ? t.neverBefore : t.lastOn(dateText(why.lastOn, locale))]),
    ...(tries > 0 ? [t.triedBefore(tries)] : []),
    // What is over its day stands as a tag of its own.
    ...(dueBy < today ? [] : [dueBy === today ? t.dueToday : t.dueDay(dateText(dueBy, locale))]),
  ]
}

/** The rule behind it in full, for whoever asks: 普通户走访：每年 2 次. */
export function ruleWords({ ruleNames, why }: DueItem, t: Words, locale: Locale): string {
  const often = why.mode === 'quota' ? t.quotaOf(t.per[why.per], why.times) : t.every(t.per[why.per], why.times)
  return `${ruleNames[locale]} · ${often}`
}
