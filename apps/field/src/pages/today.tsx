import { dayText, Icon, useLocale } from '@linli/ui'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import { DayCount, DayList } from '../parts/day-list.tsx'
import { GridSketch } from '../parts/grid-map.tsx'
import { IncidentNotes } from '../parts/incident-notes.tsx'
import { InstallNote } from '../parts/install-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PatrolButton } from '../parts/patrol-button.tsx'
import { TaskRow } from '../parts/task-row.tsx'
import { VisitsPending } from '../parts/visits-pending.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { readSpots } from '../store/register.ts'
import { useDay } from '../tasks/use-day.ts'
import { messages } from '../words/messages.ts'

export function Today() {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const day = useDay()
  const grids = useFact('grids')
  const isCalled = (useFact('incidents')?.tasks.length ?? 0) > 0
  const dwellings = useKept('register', 'spots', readSpots) ?? []
  return (
    <>
      <PageHead
        title={t.today}
        aside={dayText(new Date().toISOString(), locale)}
        under={<GridName />}
        beside={<PatrolButton />}
      />
      <IncidentNotes />
      <InstallNote />
      {grids && grids.features.length > 0 && (
        <div className="small-map">
          <GridSketch
            height={176}
            shows="tasks"
            grids={grids}
            pins={day?.pins ?? []}
            here={day?.here?.point ?? null}
            dwellings={dwellings}
            label={t.mapLabel}
            hereLabel={t.you}
          />
          <Link className="small-map-open" href={paths.map()} aria-label={t.openMap}>
            <Icon name="map" />
          </Link>
        </div>
      )}
      {day === null ? (
        <p className="empty">{t.tasksUnknown}</p>
      ) : (
        <>
          <DayCount day={day} />
          {day.stops.length + day.support.length + day.refusable.length === 0 && !isCalled && (
            <p className="empty">{t.noTasks}</p>
          )}
          <DayList day={day} />
          {day.tasks.pending.length + day.visits.length > 0 && (
            <>
              <h2 className="list-head">
                <b>{t.pendingHere}</b>
              </h2>
              <ol className="tasks">
                {day.tasks.pending.map((task) => (
                  <TaskRow key={task.id} task={task} syncedAt={day.syncedAt} />
                ))}
                <VisitsPending entries={day.visits} />
              </ol>
            </>
          )}
        </>
      )}
    </>
  )
}

function GridName() {
  const { me } = useAccount()
  const grids = useFact('grids')
  const mine = grids?.features.filter((feature) => grids.mine.includes(feature.properties.id)) ?? []
  const names =
    mine.length > 0
      ? mine.map((feature) => feature.properties.name)
      : me.posts.slice(0, 1).map((post) => post.unit.name)
  return <span>{names.join('、')}</span>
}
