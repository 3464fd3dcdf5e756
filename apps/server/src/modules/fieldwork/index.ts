export { registerDutyRoutes } from './routes.ts'
export { seedDuty } from './seed.ts'
export { registerFieldworkRoutes } from './register-fieldwork.ts'
export { purgeTracks } from './patrols/purge-tracks.ts'
