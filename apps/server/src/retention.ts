import { eraseVisitsTo, fieldworkRules } from './modules/fieldwork/index.ts'
import { personEraser, registerRules } from './modules/people/index.ts'
import { alsoErase, onErase, onRetention } from './platform/retention/index.ts'

/** Which modules delete what by themselves, and how somebody is erased. Called by every process that does or tells of it. */
export function registerRetention(): void {
  onRetention('people', registerRules)
  onRetention('fieldwork', fieldworkRules)
  onErase('person', personEraser)
  alsoErase('person', 'fieldwork', (work, ids) => eraseVisitsTo(work, 'person', ids))
  alsoErase('household', 'fieldwork', (work, ids) => eraseVisitsTo(work, 'household', ids))
  alsoErase('organisation', 'fieldwork', (work, ids) => eraseVisitsTo(work, 'organisation', ids))
}
