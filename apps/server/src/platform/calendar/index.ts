export * from './calendar.ts'
export { dayIn } from './day-in.ts'
