export interface QuietHours {
  /** `22:00`, local. */
  readonly from: string
  readonly to: string
}

/** When the quiet hours around `at` end; null outside of them. From 22:00 to 07:00 they run over midnight. */
export function quietUntil(timeZone: string, { from, to }: QuietHours, at: Date): Date | null {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  const [time, begin, end] = [local.toPlainTime(), Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)]
  const [isAfterBegin, isBeforeEnd] = [
    Temporal.PlainTime.compare(time, begin) >= 0,
    Temporal.PlainTime.compare(time, end) < 0,
  ]
  const overMidnight = Temporal.PlainTime.compare(begin, end) > 0
  if (overMidnight ? !isAfterBegin && !isBeforeEnd : !isAfterBegin || !isBeforeEnd) return null
  const lastDay = overMidnight && isAfterBegin ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate()
  return new Date(lastDay.toZonedDateTime({ timeZone, plainTime: end }).epochMilliseconds)
}

export function startOfTomorrow(timeZone: string, at: Date): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  return new Date(today.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds)
}
