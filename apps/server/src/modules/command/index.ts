export { registerMatterCounters } from './counters.ts'
export { registerScreenRoutes } from './routes.ts'
