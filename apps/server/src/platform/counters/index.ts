export { foldCounters, rebuildCounters, registerCounter, WHOLE_COUNTY } from './counters.ts'
export { CounterMirror } from './mirror.ts'
