const QUARTER_MS = 15 * 60_000
const zones = new Map<string, { readonly format: Intl.DateTimeFormat; quarter: number; day: string }>()

/**
 * The day of an instant in a time zone, `2026-11-23`. Nearly all who ask do so for the present, and no zone's day begins
 * within a quarter of an hour: the last answer is kept for as long.
 */
export function dayIn(timeZone: string, at: Date): string {
  let zone = zones.get(timeZone)
  if (!zone) {
    zone = { format: new Intl.DateTimeFormat('en-CA', { timeZone }), quarter: NaN, day: '' }
    zones.set(timeZone, zone)
  }
  const quarter = Math.floor(at.getTime() / QUARTER_MS)
  if (zone.quarter !== quarter) Object.assign(zone, { quarter, day: zone.format.format(at) })
  return zone.day
}
