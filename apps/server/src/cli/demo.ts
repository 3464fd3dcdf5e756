import { loadDemoDuty } from '../demo/duty.ts'
import { loadDemo } from '../demo/load.ts'
import { loadDemoRegister } from '../demo/register.ts'
import { withDeps } from './with-database.ts'

export default function demo(): Promise<void> {
  return withDeps(async (deps, connectionString) => {
    const loaded = await loadDemo(deps)
    await loadDemoRegister(deps, connectionString)
    await loadDemoDuty(deps)
    console.log(
      loaded
        ? '已装入演示县 · demo county loaded'
        : '县里已有区域，没有改动 · the county has areas already; nothing was changed',
    )
  })
}
