import { areaRoutes } from '@linli/contract/areas'
import { matterRoutes } from '@linli/contract/matters'
import { staffRoutes, unitRoutes } from '@linli/contract/identity'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import './first-run.css'
import { reading } from '../api.ts'
import type { PageProps } from '../pages.ts'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { StaffList } from './StaffList.tsx'

/** From an empty database to a county that works: what is there already is read, not remembered. */
export default function FirstRun({ me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const mayReadMatters = me.permissions.includes('matter.read')
  const root = useQuery(reading(areaRoutes.listAreaChildren, {}))
  const grids = useQuery(reading(areaRoutes.getAreaMap, { level: 'grid' }))
  const stations = useQuery(reading(unitRoutes.listUnits, { kind: 'village_grid_station', limit: 1 }))
  const staff = useQuery(reading(staffRoutes.listStaff, { limit: 51 }))
  const warnings = useQuery(reading(areaRoutes.listGridWarnings, {}))
  const matters = useQuery({ ...reading(matterRoutes.listMatters, { limit: 1 }), enabled: mayReadMatters })
  const towns = root.data?.items[0]?.childCount ?? 0
  const gridCount = grids.data?.features.length ?? 0
  const people = staff.data?.items.length ?? 0
  const alone = warnings.data?.items.filter((grid) => grid.warnings.some(({ kind }) => kind === 'no_worker'))
  const [without, lonely] = [alone?.length, alone?.[0]]
  const done = {
    county: true,
    areas: known(root.data && towns > 0),
    grids: known(grids.data && gridCount > 0),
    units: known(stations.data && stations.data.items.length > 0),
    staff: known(staff.data && people > 1),
    workers: known(warnings.data && grids.data && gridCount > 0 && without === 0),
    // Whoever only sets up reads no matters; whether one came they look up with somebody who does.
    report: mayReadMatters ? known(matters.data && matters.data.items.length > 0) : ('look' as const),
  }
  const states = Object.values(done).filter((state) => state !== 'look')
  const finished = states.filter((state) => state === true).length
  return (
    <main className="scroll pad stack firstrun">
      <section className="panel">
        <h1>{m.title}</h1>
        <p className="mut">{m.hint}</p>
        <progress value={finished} max={states.length} aria-label={m.progress(finished, states.length)} />
        <p role="status">
          {finished < states.length
            ? m.progress(finished, states.length)
            : done.report === true
              ? m.allDone
              : m.allButReport}
        </p>
      </section>
      <ol>
        <Step
          done={done.county}
          title={m.county}
          hint={m.countyHint}
          told={m.countyIs(me.county.id, me.county.names[locale])}
        />
        <Step done={done.areas} title={m.areas} hint={m.areasHint} told={towns > 0 ? m.areasCount(towns) : null}>
          <Link className="btn" to={paths.areaImport}>
            {m.areasGo}
          </Link>
        </Step>
        <Step
          done={done.grids}
          title={m.grids}
          hint={m.gridsHint}
          told={gridCount > 0 ? m.gridsCount(gridCount) : null}
        >
          <Link className="btn" to={paths.areas}>
            {m.gridsGo}
          </Link>
        </Step>
        <Step done={done.units} title={m.units} hint={m.unitsHint} told={null}>
          {towns > 0 ? <StandardUnits /> : <span className="mut">{m.unitsFirst}</span>}
        </Step>
        <Step done={done.staff} title={m.staff} hint={m.staffHint} told={people > 0 ? m.staffCount(people) : null}>
          <StaffList />
        </Step>
        <Step
          done={done.workers}
          title={m.workers}
          hint={m.workersHint}
          told={without !== undefined && without > 0 ? m.workersMissing(without) : null}
        >
          <Link className="btn" to={lonely ? paths.area(lonely.id) : paths.areas}>
            {m.workersGo}
          </Link>
        </Step>
        <Step done="look" title={m.settings} hint={m.settingsHint} told={null}>
          <Link className="btn" to={paths.settings}>
            {m.settingsGo}
          </Link>
          <Link className="btn" to={paths.categories}>
            {m.categoriesGo}
          </Link>
        </Step>
        <Step done={done.report} title={m.report} hint={m.reportHint} told={done.report === true ? m.reportDone : null}>
          <a className="btn" href="/report" target="_blank" rel="noreferrer">
            {m.reportGo}
          </a>
        </Step>
      </ol>
    </main>
  )
}

/** Null until it has been read. */
const known = (fact: boolean | undefined): boolean | null => fact ?? null

interface StepProps {
  readonly done: boolean | null | 'look'
  readonly title: string
  readonly hint: string
  readonly told: string | null
  readonly children?: ReactNode
}

function Step({ done, title, hint, told, children }: StepProps) {
  const m = useMessages()
  const state = done === 'look' ? m.look : done === null ? m.unread : done ? m.done : m.todo
  return (
    <li className={done === true ? 'panel step done' : 'panel step'}>
      <h2>
        <Icon name={done === true ? 'ok' : done === 'look' ? 'eye' : 'half'} />
        {title}
        <small>{[state, told].filter(Boolean).join(' · ')}</small>
      </h2>
      <p className="mut">{hint}</p>
      {children && <div className="stepacts">{children}</div>}
    </li>
  )
}

function StandardUnits() {
  const m = useMessages()
  const add = useCommand(areaRoutes.addStandardUnits, ['/units'])
  const [added, setAdded] = useState<number | null>(null)
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={add.busy}
        onClick={() => void add.run({}).then((answer) => setAdded(answer?.added ?? null))}
      >
        {m.unitsGo}
      </button>
      {(add.fault !== null || added !== null) && (
        <span role="status" className={add.fault === null ? 'mut' : 'bad'}>
          {add.fault ?? m.unitsAdded(added ?? 0)}
        </span>
      )}
    </>
  )
}
