import { ProblemError } from '@linli/client'
import { type PlannedShift, type RosterWeek, rosterRoutes } from '@linli/contract/duty-roster'
import type { RouteOutput } from '@linli/contract/route'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queryClient, reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { filter } from '../router.tsx'
import { CellDialog } from './CellDialog.tsx'
import { Conflicts } from './Conflicts.tsx'
import { useMessages } from './messages.ts'
import { addDays, copied, planned, presets, shiftOf, thisMonday } from './week.ts'
import { WeekGrid } from './WeekGrid.tsx'

type Stations = RouteOutput<typeof rosterRoutes.listRosterStations>['items']

interface Props {
  readonly stations: Stations
  readonly unitId: string
  readonly monday: string
}

export function WeekDesk({ stations, unitId, monday }: Props) {
  const m = useMessages()
  const week = useQuery({ ...reading(rosterRoutes.getRosterWeek, { unitId, monday }), refetchOnWindowFocus: false })
  const move = (days: number) => filter({ monday: addDays(monday, days) })
  return (
    <>
      <div className="rosterhead">
        <select aria-label={m.station} value={unitId} onChange={({ target }) => filter({ unit: target.value })}>
          {stations.map(({ id, name, townName }) => (
            <option key={id} value={id}>
              {[townName, name].filter(Boolean).join(' · ')}
            </option>
          ))}
        </select>
        <button type="button" className="btn" aria-label={m.before} onClick={() => move(-7)}>
          <Icon name="left" />
        </button>
        <b>{m.days(monday, addDays(monday, 6))}</b>
        <button type="button" className="btn" aria-label={m.after} onClick={() => move(7)}>
          <Icon name="right" />
        </button>
        {monday !== thisMonday() && (
          <button type="button" className="btn txt" onClick={() => filter({ monday: undefined })}>
            {m.thisWeek}
          </button>
        )}
      </div>
      {week.error ? (
        <ErrorState error={week.error} onRetry={() => void week.refetch()} />
      ) : week.data ? (
        <Editor week={week.data} reread={async () => void (await week.refetch())} />
      ) : (
        <Loading />
      )}
    </>
  )
}

/** What one changes stays on the page until it is saved, also when somebody else was faster. */
function Editor({ week, reread }: { readonly week: RosterWeek; readonly reread: () => Promise<void> }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [edited, setEdited] = useState<PlannedShift[] | null>(null)
  const [open, setOpen] = useState<{ readonly staffId: string; readonly day: string } | null>(null)
  const [said, say] = useState<string | null>(null)
  const save = useCommand(rosterRoutes.saveRosterWeek, [
    rosterRoutes.getRosterWeek.path,
    rosterRoutes.listRosterStations.path,
  ])
  const shifts = edited ?? planned(week.shifts)
  const { unit, monday, version, publishedAt, editable } = week
  const change = (next: PlannedShift[]) => {
    say(null)
    setEdited(next)
  }

  async function write(publish: boolean) {
    const done = await save.run({ unitId: unit.id, monday, seenVersion: version, shifts, publish })
    if (!done) return
    queryClient.setQueryData([rosterRoutes.getRosterWeek.path, { unitId: unit.id, monday }], done)
    setEdited(null)
    say(done.publishedAt === null ? m.saved : m.publishedNow)
  }

  async function copyBefore() {
    const before = await client.call(rosterRoutes.getRosterWeek, { unitId: unit.id, monday: addDays(monday, -7) })
    if (before.shifts.length === 0) return say(m.copiedNothing)
    change(copied(before, week, shifts))
  }

  function fill() {
    const holders = new Set(week.grids.flatMap(({ holderIds }) => holderIds))
    const people = week.members.filter(({ id }) => holders.size === 0 || holders.has(id))
    const taken = new Set(shifts.map(({ staffId, onDay }) => `${staffId} ${onDay}`))
    const more = week.days
      .filter(({ isWorkday }) => isWorkday)
      .flatMap(({ day }) =>
        people
          .filter(({ id }) => !taken.has(`${id} ${day}`))
          .map(({ id }) => shiftOf(id, day, presets[0] ?? { key: '', kind: 'regular', from: '08:30', to: '17:30' })),
      )
    change([...shifts, ...more])
  }

  const isStale = save.error instanceof ProblemError && save.error.code === 'roster.stale'
  return (
    <>
      <div className="rosterfoot">
        <span className={publishedAt === null ? 'mut' : ''} role="status">
          {edited
            ? m.unsaved
            : publishedAt !== null
              ? m.published(whenText(publishedAt, locale))
              : version > 0
                ? m.draft
                : m.none}
        </span>
        {editable && (
          <>
            <button type="button" className="btn" onClick={() => void copyBefore()}>
              {m.copy}
            </button>
            <button type="button" className="btn" onClick={fill}>
              {m.fill}
            </button>
            {edited && (
              <button type="button" className="btn txt" onClick={() => setEdited(null)}>
                {m.discard}
              </button>
            )}
            {publishedAt === null && (
              <button type="button" className="btn" disabled={save.busy || !edited} onClick={() => void write(false)}>
                {m.save}
              </button>
            )}
            <button
              type="button"
              className="btn pri"
              disabled={save.busy || (publishedAt !== null && !edited)}
              onClick={() => void write(true)}
            >
              {publishedAt === null ? m.publish : m.publishChange}
            </button>
          </>
        )}
      </div>
      {(save.fault ?? said) !== null && (
        <p className={save.fault ? 'bad' : ''} role={save.fault ? 'alert' : 'status'}>
          {save.fault ?? said}
          {isStale && (
            <button type="button" className="btn txt" onClick={() => void reread()}>
              {m.stale}
            </button>
          )}
        </p>
      )}
      <WeekGrid week={week} shifts={shifts} onChange={change} onOpen={(staffId, day) => setOpen({ staffId, day })} />
      {editable && <p className="mut">{m.keys}</p>}
      <Conflicts week={week} shifts={shifts} />
      {open && (
        <CellDialog
          week={week}
          {...open}
          shifts={shifts.filter(({ staffId, onDay }) => staffId === open.staffId && onDay === open.day)}
          onClose={() => setOpen(null)}
          onDone={(cell) => {
            const others = shifts.filter(({ staffId, onDay }) => staffId !== open.staffId || onDay !== open.day)
            change([...others, ...cell])
            setOpen(null)
          }}
        />
      )}
    </>
  )
}
