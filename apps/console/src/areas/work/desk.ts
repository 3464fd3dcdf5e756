import type { Area, AreaRow } from '@linli/contract/areas'
import type { Shape } from '../scene/ground.ts'

/** What every kind of work on grids is given: the area chosen, its village, and the grids of it that are drawn. */
export interface DeskProps {
  readonly area: Area
  readonly village: Shape
  readonly grids: readonly Shape[]
  /** What is known of every grid of the village, drawn or not. */
  readonly facts: readonly AreaRow[]
  /** Ends the work; `done` says from which day it holds and which area to look at now. */
  readonly end: (done: Done | null) => void
}

export interface Done {
  readonly from: string
  readonly areaId: string
}

/** Queries that show areas. */
export const areaQueries = [
  '/areas/tree',
  '/areas/:areaId',
  '/areas/map',
  '/areas/:areaId/coverage',
  '/areas/warnings',
  '/areas/search',
  // What the map of matters keeps of outlines.
  'land',
]
