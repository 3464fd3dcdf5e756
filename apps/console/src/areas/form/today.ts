const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })

/** Today in the county, `2026-11-23`, wherever the browser stands. */
export const today = (): string => days.format(new Date())
