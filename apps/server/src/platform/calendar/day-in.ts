const formats = new Map<string, Intl.DateTimeFormat>()

/** The day of an instant in a time zone, `2026-11-23`. A formatter costs more to make than to use. */
export function dayIn(timeZone: string, at: Date): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone })
    formats.set(timeZone, format)
  }
  return format.format(at)
}
