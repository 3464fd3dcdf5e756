import pg from 'pg'
import { area, areas, founded } from '../../../../test/county.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { countyId, type PlatformWorld } from '../../../platform/testing.ts'
import { seedAreas } from '../../areas/index.ts'

/** Grids that tests of the figures live in: three of one village, one of another town. */
export const grids = [area.linyuan1, area.linyuan2, area.linyuan3, area.dayanzui1] as const
export const residenceKinds = ['registered', 'migrant', 'unregistered', 'overseas'] as const

/** A register of bare residences, written past the commands: tests of figures need histories that no clerk would enter. */
export interface Histories {
  readonly owner: pg.Client
  /** One household per grid, in the order of `grids`. */
  readonly households: readonly string[]
  addPerson(): Promise<string>
  live(residence: Partial<Lives> & Pick<Lives, 'personId'>): Promise<void>
  /** Everybody, and all that was frozen, is gone. */
  clear(): Promise<void>
  close(): Promise<void>
}

interface Lives {
  readonly personId: string
  readonly in: number
  readonly kind: string
  readonly from: string
  readonly beganBy: string
  readonly to: string | null
  readonly endedBy: string | null
}

export async function histories(world: PlatformWorld): Promise<Histories> {
  await world.deps.db.transaction().execute((tx) => seedAreas(tx, countyId, founded, areas))
  const owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const households = grids.map(() => newId())
  for (const [index, id] of households.entries())
    await owner.query(
      `INSERT INTO households (county_id, id, grid_id, address, head_name, valid_from) VALUES ($1, $2, $3, $4, '户主', '2020-01-01')`,
      [countyId, id, grids[index], `门牌 ${index}`],
    )
  return {
    owner,
    households,
    async addPerson() {
      const id = newId()
      await owner.query(
        `INSERT INTO persons (county_id, id, name, name_full, name_initials) VALUES ($1, $2, '某人', 'mouren', 'mr')`,
        [countyId, id],
      )
      return id
    },
    async live({ personId, in: place = 0, kind = 'registered', from = '2026-01-01', beganBy = 'known', to, endedBy }) {
      await owner.query(
        `INSERT INTO residences (county_id, id, person_id, household_id, grid_id, relation, kind, valid_from, began_by, valid_to, ended_by, known_how, recorded_at)
         VALUES ($1, $2, $3, $4, $5, 'unknown', $6, $7, $8, $9, $10, 'person', clock_timestamp())`,
        [
          countyId,
          newId(),
          personId,
          households[place],
          grids[place],
          kind,
          from,
          beganBy,
          to ?? null,
          endedBy ?? null,
        ],
      )
    },
    async clear() {
      await owner.query('TRUNCATE area_statistics, statistics_runs, statistics_counted; DELETE FROM residences')
      await owner.query('DELETE FROM persons')
    },
    close: () => owner.end(),
  }
}

export interface FigureRow {
  readonly month: string
  readonly area: string
  readonly parent: string
  readonly kind: string
  readonly figures: Readonly<Record<string, number>>
}

const columns =
  'opening born moved_in within_in turned_in corrected_in died moved_out within_out turned_out corrected_out closing'.split(
    ' ',
  )

/** Everything that is frozen. */
export async function frozen(owner: pg.Client): Promise<FigureRow[]> {
  const { rows } = await owner.query<FigureRow>(
    `SELECT to_char(month, 'YYYY-MM') AS month, area_id AS area, parent_id AS parent, kind,
       jsonb_build_object(${columns.map((name) => `'${name}', ${name}`).join(', ')}) AS figures
     FROM area_statistics ORDER BY 1, 2, 3, 4`,
  )
  return rows
}
