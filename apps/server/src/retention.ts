import { registerRules } from './modules/people/index.ts'
import { onRetention } from './platform/retention/index.ts'

/** Which modules delete what by themselves. Called by whatever process deletes or tells of it. */
export function registerRetention(): void {
  onRetention('people', registerRules)
}
