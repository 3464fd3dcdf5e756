export * from './counters.ts'
