import { addStandardUnits } from '../modules/areas/index.ts'
import { systemCtx } from '../platform/command/system-ctx.ts'
import { newId } from '../platform/crypto/id.ts'
import { withDeps } from './with-database.ts'

/** 一镇三所、一村五站 for the areas that were imported. */
export default function standardUnits(): Promise<void> {
  return withDeps(async (deps) => {
    const ctx = systemCtx(deps, deps.config.countyId, 'areas.standard_units_added')
    const { added } = await addStandardUnits(ctx, { commandId: newId() })
    console.log(`新建机构 ${added} 个 · ${added} units added`)
  })
}
