import type { Locale } from './locale.tsx'

const HOUR = 60

/** Remaining time as people say it: 剩 5 工作小时, 剩 20 分, 超 40 分, 已暂停. Minutes are of the clock's own kind of time. */
export function remainingText(
  clock: { remainingMinutes: number; state?: string; limit?: { unit: string } } | null,
  locale: Locale,
): string {
  if (clock === null) return ''
  if (clock.state === 'paused') return locale === 'zh' ? '已暂停' : 'paused'
  const late = clock.remainingMinutes < 0
  const minutes = Math.abs(clock.remainingMinutes)
  const amount = amountText(minutes, clock.limit?.unit ?? 'work_hour', locale)
  if (locale === 'zh') return late ? `超 ${amount}` : `剩 ${amount}`
  return late ? `${amount} late` : `${amount} left`
}

/** 5 工作小时, 3 天, 20 分. */
export function amountText(minutes: number, unit: string, locale: Locale): string {
  const working = unit === 'work_hour' || unit === 'work_day'
  if (minutes < HOUR) return locale === 'zh' ? `${minutes} 分` : `${minutes} min`
  const hours = Math.round(minutes / HOUR)
  if (!working && hours >= 48)
    return locale === 'zh' ? `${Math.round(hours / 24)} 天` : `${Math.round(hours / 24)} days`
  return locale === 'zh' ? `${hours} ${working ? '工作小时' : '小时'}` : `${hours} ${working ? 'working ' : ''}h`
}

const ZONE = 'Asia/Shanghai'
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })
const clockFace = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' })

const formats = new Map<string, Intl.DateTimeFormat>()

/** A way of writing days and hours, where the county is unless it says otherwise. Kept: making one costs more than using it a hundred times. */
export function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: ZONE, ...options })
    formats.set(key, format)
  }
  return format
}

/** 今天 14:30, 昨天 09:10, 11月20日 周五 16:10; the full instant is for `title`. */
export function whenText(at: string, locale: Locale, now = new Date()): string {
  const instant = new Date(at)
  const time = clockFace.format(instant)
  const days = Math.round((Date.parse(dayKey.format(now)) - Date.parse(dayKey.format(instant))) / 86_400_000)
  if (days === 0) return locale === 'zh' ? `今天 ${time}` : `today ${time}`
  if (days === 1) return locale === 'zh' ? `昨天 ${time}` : `yesterday ${time}`
  if (days === -1) return locale === 'zh' ? `明天 ${time}` : `tomorrow ${time}`
  return `${dayText(at, locale, now)} ${time}`
}

/** 11月23日 周一; with the year where it is another. */
export function dayText(at: string, locale: Locale, now = new Date()): string {
  const instant = new Date(at)
  const sameYear = dayKey.format(now).slice(0, 4) === dayKey.format(instant).slice(0, 4)
  return dateFormat(locale, {
    month: locale === 'zh' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(instant)
}

/** 3月14日, 2025年3月14日: a day of the calendar, which has no hour. */
export function dateText(on: string, locale: Locale, now = new Date()): string {
  const sameYear = dayKey.format(now).slice(0, 4) === on.slice(0, 4)
  return dateFormat(locale, {
    timeZone: 'UTC',
    month: locale === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(new Date(`${on}T00:00:00Z`))
}

export function timeText(at: string | Date): string {
  return clockFace.format(new Date(at))
}

/** The instant in full, for hovering. */
export function fullText(at: string, locale: Locale): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at))
}

/** `2026-11-23`, as the calendar on the wall has it. */
export function localDay(at: string | number | Date = new Date()): string {
  return dayKey.format(new Date(at))
}

export function sameDay(a: string, b: string): boolean {
  return dayKey.format(new Date(a)) === dayKey.format(new Date(b))
}
