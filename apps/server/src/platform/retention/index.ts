export {
  addToCertificate,
  certificatesOfCases,
  closeCertificate,
  closeRunning,
  openCertificate,
} from './certificates.ts'
export { appendToList, type ListedErasure, readList } from './erasure-list.ts'
export { erasureListPath, listErasures, noteErased } from './erasures.ts'
export {
  askForEnd,
  askForHold,
  decideHold,
  type HoldDecision,
  type HoldRow,
  readHoldDecisions,
  readHolds,
} from './holds.ts'
export { replayErasures } from './replay.ts'
export { registerRetentionRoutes } from './routes.ts'
export {
  alsoErase,
  type Counts,
  eraseElsewhere,
  type Eraser,
  type Erasing,
  onErase,
  onRetention,
  type RetentionRule,
  sumOf,
} from './rules.ts'
export { runRetention } from './run.ts'
