import { categoryRoutes } from '@linli/contract/categories'
import { matterImportRoutes } from '@linli/contract/matter-import'
import { severalRoutes } from '@linli/contract/matter-several'
import { matterRoutes, placeRoutes } from '@linli/contract/matters'
import { supervisionRoutes } from '@linli/contract/supervision'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { type Handlers, registerRoutes } from '../../platform/http/register.ts'
import { currentCategories } from './categories.ts'
import {
  changeCategory,
  createCategory,
  listCategories,
  listCategoryVersions,
  retireCategory,
} from './category-commands.ts'
import { assignMatter, decideDispute, dispatchMatter, disputeMatter, receiveMatter, returnMatter } from './dispatch.ts'
import { findNearby } from './duplicates.ts'
import { decideExtension, requestExtension } from './extension.ts'
import { importMatters } from './import/import-matters.ts'
import { findEarlierCalls, reportFromField, reportFromPortal, takeCall } from './intake.ts'
import { exportMatters } from './export.ts'
import { listMatterPoints, listMatters } from './list.ts'
import { mergeMatter, unmergeMatter } from './merge.ts'
import { listMyReports } from './my-reports.ts'
import { getMatter } from './page.ts'
import { pauseMatter, resumeMatter } from './pause.ts'
import { closePlace, createPlace, getPlaceCodes, getPublicPlace, listPlaces } from './qr-places.ts'
import { reasons } from './reasons.ts'
import { confirmReport, followReport, rejectReport, supplementReport, trackReport } from './resident.ts'
import { settleMatter, settleOnSpot } from './settle.ts'
import { actOnSeveral } from './several.ts'
import { listStuckMatters } from './stuck.ts'
import { suggestCategories } from './suggest-category.ts'
import { suggestUnits } from './suggest-units.ts'
import { commentMatter, revealReporter, superviseMatter } from './supervise.ts'
import { acceptMatter, categoriseMatter, declineMatter, escalateMatter, locateMatter } from './triage.ts'
import { callBack, closeMatter, reopenMatter, verifyMatter } from './verify.ts'

const matterHandlers: Handlers<typeof matterRoutes> = {
  reportMatter: reportFromPortal,
  findNearbyReports: async (ctx, input) => ({
    items: await findNearby(ctx, input.point, input.categoryCode, input.words),
  }),
  followReport,
  trackReport,
  listMyReports,
  confirmReport,
  rejectReport,
  supplementReport,
  takeCall,
  findEarlierCalls: async (ctx, input) => ({ items: await findEarlierCalls(ctx, input.phone) }),
  reportFromField,
  listMatters,
  exportMatters,
  getMatter: (ctx, input) => getMatter(ctx, input.matterId),
  listMatterPoints,
  suggestUnits: async (ctx, input) => ({ items: await suggestUnits(ctx, input.matterId) }),
  revealReporter,
  acceptMatter,
  declineMatter,
  locateMatter,
  categoriseMatter,
  settleOnSpot,
  escalateMatter,
  dispatchMatter,
  receiveMatter,
  assignMatter,
  returnMatter,
  disputeMatter,
  decideDispute,
  requestExtension,
  decideExtension,
  pauseMatter,
  resumeMatter,
  settleMatter,
  verifyMatter,
  callBack,
  closeMatter,
  reopenMatter,
  mergeMatter,
  unmergeMatter,
  superviseMatter,
  commentMatter,
}

const categoryHandlers: Handlers<typeof categoryRoutes> = {
  listPublicCategories: async (ctx) => ({
    items: (await currentCategories(ctx.deps, ctx.countyId)).map(({ rules }) => ({
      code: rules.code,
      classNames: rules.classNames,
      names: rules.names,
      danger: rules.danger || rules.childHarm,
      unsorted: rules.unsorted,
      questions: rules.questions,
    })),
  }),
  suggestCategories: async (ctx, input) => ({
    items: suggestCategories(await currentCategories(ctx.deps, ctx.countyId), input.words),
  }),
  listCategories: async (ctx) => ({ items: await listCategories(ctx) }),
  listCategoryVersions: async (ctx, input) => ({ items: await listCategoryVersions(ctx, input.code) }),
  createCategory,
  changeCategory,
  retireCategory,
  listReasons: async () => reasons,
}

const placeHandlers: Handlers<typeof placeRoutes> = {
  getPublicPlace: (ctx, input) => getPublicPlace(ctx, input.token),
  listPlaces,
  createPlace,
  closePlace,
  getPlaceCodes,
}

export function registerMatterRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, matterRoutes, matterHandlers)
  registerRoutes(app, deps, matterImportRoutes, { importMatters })
  registerRoutes(app, deps, supervisionRoutes, { listStuckMatters })
  registerRoutes(app, deps, severalRoutes, { actOnSeveral })
  registerRoutes(app, deps, categoryRoutes, categoryHandlers)
  registerRoutes(app, deps, placeRoutes, placeHandlers)
}
