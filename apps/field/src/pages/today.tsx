import { dayText, Icon, useLocale } from '@linli/ui'
import { useAccount, useFact } from '../account/use-account.ts'
import { GridSketch } from '../parts/grid-map.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useAllowedPosition } from '../parts/position.ts'
import { TaskRows } from '../parts/task-rows.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useTasks } from '../tasks/use-tasks.ts'
import { messages } from '../words/messages.ts'

export function Today() {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const { driver } = useAccount()
  const tasks = useTasks()
  const grids = useFact('grids')
  const here = useAllowedPosition()
  return (
    <>
      <PageHead
        title={t.today}
        under={
          <>
            {dayText(new Date().toISOString(), locale)} <GridName />
          </>
        }
        beside={
          <button type="button" className="button quiet" onClick={() => driver.now()}>
            {t.refresh}
          </button>
        }
      />
      {grids && grids.features.length > 0 && (
        <div className="small-map">
          <GridSketch
            height={176}
            shows="tasks"
            grids={grids}
            pins={tasks?.pins ?? []}
            here={here?.point ?? null}
            label={t.mapLabel}
            hereLabel={t.you}
          />
          <Link className="small-map-open" href={paths.map()} aria-label={t.openMap}>
            <Icon name="map" />
          </Link>
        </div>
      )}
      {tasks === null ? (
        <p className="empty">{t.tasksUnknown}</p>
      ) : (
        <>
          <h2 className="list-head">
            <b>{t.todo(tasks.open.length)}</b>
            <span>{t.doneHere(tasks.doneToday + tasks.pending.length)}</span>
          </h2>
          {tasks.open.length === 0 && <p className="empty">{t.noTasks}</p>}
          <TaskRows items={tasks.open} tasks={tasks} here={here} numbered />
          {tasks.pending.length > 0 && (
            <>
              <h2 className="list-head">
                <b>{t.pendingHere}</b>
              </h2>
              <TaskRows items={tasks.pending} tasks={tasks} here={null} numbered={false} />
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
