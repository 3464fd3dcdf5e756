export { addToCertificate, closeCertificate, openCertificate } from './certificates.ts'
export { noteErased } from './erasures.ts'
export { registerRetentionRoutes } from './routes.ts'
export {
  alsoErase,
  type Counts,
  eraseElsewhere,
  type Erasing,
  onErase,
  onRetention,
  type RetentionRule,
  sumOf,
} from './rules.ts'
export { runRetention } from './run.ts'
