export { takeGaplessNumber, takeNumber } from './numbering.ts'
