import type { fieldSyncRoutes, HelpContact } from '@linli/contract/field-sync'
import type { RouteOutput } from '@linli/contract/route'
import { createHash } from 'node:crypto'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { contactsOfGrids } from '../../areas/index.ts'
import { departmentContacts } from '../../identity/index.ts'
import { needNames } from '../../people/index.ts'
import { listVisitForms } from '../forms/read-forms.ts'

type Basics = NonNullable<RouteOutput<typeof fieldSyncRoutes.syncField>['basics']>

/** What changes rarely: forms, whom to call, words, and what the county has switched on; with a tag that tells when it did. */
export async function basicsOf(ctx: Ctx, gridIds: readonly string[]): Promise<Basics> {
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  const contacts: HelpContact[] = [...(await contactsOfGrids(ctx.deps, ctx.countyId, gridIds))]
  for (const { name, phone } of await departmentContacts(ctx.deps, ctx.countyId))
    contacts.push({ gridId: null, kind: 'department', name, phone, duties: null })
  const { items: forms } = await listVisitForms(ctx)
  const basics = {
    forms,
    contacts,
    needNames: needNames(),
    flags: {
      patrolTracks: settings.patrolTracks.on,
      clockIn: settings.clockIn.on,
      declinedVisitsDecidedBy: settings.declinedVisitsDecidedBy,
    },
  }
  const tag = createHash('sha256').update(JSON.stringify(basics)).digest('base64url')
  return { tag, ...basics }
}
