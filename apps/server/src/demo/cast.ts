import type { DemoArea } from './areas.ts'
import type { Author, Ledger } from './ledger.ts'
import type { DemoPerson, DemoUnit, Organisation } from './organisation.ts'
import type { Dice } from './random.ts'

/** Who acts in the story of one matter. */
export type Cast = ReturnType<typeof createCast>

export function author(person: DemoPerson, unit = person.unit): Author {
  return { kind: 'staff', id: person.id, name: person.name, unit: unit.name }
}

export function createCast({ row, category }: Ledger, grid: DemoArea, organisation: Organisation, dice: Dice) {
  const village = grid.parent as DemoArea
  const town = village.parent as DemoArea
  const { centre } = organisation
  const station = organisation.unitAt(village, 'village_grid_station')
  const office = organisation.unitAt(town, 'town_grid_office')
  const worker = organisation.workerOf(grid)
  const checkers = [...organisation.people(station, 'station_clerk'), ...organisation.people(office, 'town_dispatcher')]
  const supervisor = () => author(dice.pick(organisation.people(centre, 'centre_supervisor')), centre)

  /** Whoever is at a desk. */
  function clerkOf(desk: DemoUnit): Author {
    const role = desk === centre ? 'hotline_operator' : desk === office ? 'town_dispatcher' : 'station_clerk'
    return author(dice.pick(organisation.people(desk, role)), desk)
  }

  return {
    centre,
    station,
    office,
    worker,
    supervisor,
    clerkOf,

    /** Small things to the station and its worker, larger ones to the town, the rest to the department that leads. */
    lead(): DemoUnit {
      const { departmentCode, settleLevel } = category.rules
      if (settleLevel === 'grid' || settleLevel === 'village') return station
      if (settleLevel === 'county') return departmentCode === null ? centre : organisation.department(departmentCode)
      return row.categoryCode.startsWith('02') ? organisation.unitAt(town, 'town_safety_centre') : office
    },

    /** A unit that will say that it is not its business. */
    mistaken(right: DemoUnit): DemoUnit {
      return right.kind === 'department' ? office : organisation.department('urban_management')
    },

    /** The person of a unit who does it. */
    member(unit: DemoUnit): DemoPerson {
      if (unit === station) return worker
      if (unit === centre) return dice.pick(organisation.people(unit, 'centre_supervisor'))
      return dice.pick(
        organisation.people(unit, unit.kind === 'town_grid_office' ? 'town_dispatcher' : 'department_officer'),
      )
    },

    /** Within a village the town decides on competence and more time, otherwise the county centre. */
    decider(lead: DemoUnit): Author {
      return lead.kind.startsWith('village_') ? clerkOf(office) : supervisor()
    },

    /** Somebody other than the handler. */
    checker(): Author {
      return author(dice.pick(checkers.filter((person) => person.id !== row.handlerId)))
    },

    /** Whoever settled it the first time. */
    handler(): Author {
      return author(organisation.staff.find((person) => person.id === row.handlerId) ?? worker)
    },
  }
}
