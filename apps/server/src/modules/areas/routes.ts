import { areaRoutes } from '@linli/contract/areas'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { type Handlers, registerRoutes } from '../../platform/http/register.ts'
import { findAddresses, type PlaceSource } from './address.ts'
import { registerAreaMap } from './area-map-route.ts'
import { areaPage } from './area-page.ts'
import { endAssignment, setAssignment } from './assignments.ts'
import { changeArea, changeBoundary } from './change-area.ts'
import { closeArea } from './close-area.ts'
import { checkCoverage } from './coverage-check.ts'
import { createGrid } from './create-grid.ts'
import { type DecisionSource, gridCard } from './grid-card.ts'
import { listGridWarnings } from './grid-warnings.ts'
import { importAreas } from './import/import-areas.ts'
import { getImportRow, getRejectedRows, listImports } from './import/imports.ts'
import { locatePoint } from './locate-point.ts'
import { mergeGrids } from './merge-grids.ts'
import { addStandardUnits } from './standard-units.ts'
import { splitGrid } from './split-grid.ts'
import { listChildren, listPublicAreas, searchAreas } from './tree.ts'

/** What other modules know and this one shows; handed in, because they import this module and not the other way round. */
export interface AreaSources {
  /** Named places for the search of addresses. */
  readonly places?: readonly PlaceSource[]
  /** What a grid worker may decide, for the resident's card. */
  readonly mayDecide?: DecisionSource
}

// The map answers with its own cache headers.
const { getAreaMap, ...tableRoutes } = areaRoutes

export function registerAreaRoutes(
  app: FastifyInstance,
  deps: Deps,
  { places = [], mayDecide = async () => [] }: AreaSources = {},
): void {
  const handlers: Handlers<typeof tableRoutes> = {
    listPublicAreas: (ctx, input) => listPublicAreas(ctx, input.parentId),
    locatePoint,
    locateAddress: (ctx, input) => findAddresses(ctx, input.q, places),
    getGridCard: (ctx, input) => gridCard(ctx, input.gridId, mayDecide),
    listAreaChildren: listChildren,
    searchAreas,
    getArea: (ctx, input) => areaPage(ctx, ctx.db, input.areaId, input.on),
    checkCoverage,
    listGridWarnings: (ctx, input) => listGridWarnings(ctx, input.areaId),
    createGrid,
    changeArea,
    changeBoundary,
    splitGrid,
    mergeGrids,
    closeArea,
    addStandardUnits,
    setAssignment,
    endAssignment,
    importAreas: (ctx, { data, ...input }) => importAreas(ctx, { ...input, file: Buffer.from(data, 'base64') }),
    listImports,
    getImport: (ctx, input) => getImportRow(ctx, input.importId),
    getRejectedRows: (ctx, input) => getRejectedRows(ctx, input.importId),
  }
  registerAreaMap(app, deps, getAreaMap)
  registerRoutes(app, deps, tableRoutes, handlers)
}
