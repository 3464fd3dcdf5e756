export { sendBriefs } from './brief/issue.ts'
export { registerMatterCounters } from './counters.ts'
export { registerScreenRoutes } from './routes.ts'
