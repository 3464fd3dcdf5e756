export { registerDutyRoutes } from './routes.ts'
export { seedDuty } from './seed.ts'
