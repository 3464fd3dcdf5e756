export * from './clocks.ts'
export * from './sweep.ts'
