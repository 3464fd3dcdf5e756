import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { seen, within } from '@linli/ui/map'
import { ErrorState, Loading } from '../frame/States.tsx'
import { changedAddress, readAddress } from '../map/address.ts'
import { Crumbs } from '../map/Crumbs.tsx'
import { byLimit, figuresBy, levelBelow, liesIn, type PlacedPin, placed } from '../map/figures.ts'
import { Filters } from '../map/Filters.tsx'
import { finest, landOf } from '../map/land.ts'
import { Legend } from '../map/Legend.tsx'
import { MapCanvas } from '../map/MapCanvas.tsx'
import { useMessages } from '../map/messages.ts'
import { listAddress, usePins } from '../map/use-pins.ts'
import { shadesFor } from '../map/shades.ts'
import { Side } from '../map/Side.tsx'
import { useView } from '../map/use-view.ts'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'

/** Open matters in the county's towns, villages and grids; beside the map a list that says the same. */
export default function MapPage({ search, me }: PageProps) {
  const m = useMessages()
  const address = readAddress(search)
  const areaId = address.areaId ?? me.posts[0]?.unit.areaId ?? undefined
  const land = useQuery(landOf(areaId))
  const pins = usePins(address, land.data)
  const [pointed, point] = useState<PlacedPin | null>(null)
  /** Matters of one spot that was clicked, by id; they stay a list while the map stays where it is. */
  const [spot, pick] = useState<{ readonly areaId: string; readonly ids: ReadonlySet<string> } | null>(null)

  const change = (changes: Parameters<typeof changedAddress>[1], replace = false) => {
    point(null)
    const words = changedAddress(address, changes)
    go(words ? `${paths.map}?${words}` : paths.map, replace)
  }
  const { view, size, setSize, look, whole } = useView(land.data, areaId, (wandered) => {
    change({ areaId: wandered }, true)
  })
  const words = search.toString()
  const enter = useCallback(
    (id: string) =>
      go(`${paths.map}?${changedAddress(readAddress(new URLSearchParams(words)), { areaId: id, matter: undefined })}`),
    [words],
  )

  const here = land.data?.here
  const plane = land.data?.plane
  const all = useMemo(
    () =>
      plane && here
        ? placed(pins.data?.items ?? [], plane)
            .filter((pin) => liesIn(pin, here))
            .toSorted(byLimit)
        : [],
    [pins.data, plane, here],
  )
  const figures = useMemo(() => figuresBy(levelBelow[here?.level ?? 'county'], all), [all, here?.level])
  const shades = useMemo(() => shadesFor([...figures.values()].map(({ open }) => open)), [figures])

  if (land.error && !land.data)
    return (
      <main>
        <ErrorState error={land.error} onRetry={() => void land.refetch()} />
        {address.areaId && (
          <p className="blank">
            <Link to={paths.map}>{m.toOwn}</Link>
          </p>
        )}
      </main>
    )
  if (pins.error && !pins.data) return <ErrorState error={pins.error} onRetry={() => void pins.refetch()} />
  if (!land.data || !here || !pins.data) return <Loading />
  const badges = (address.marks ?? (here.level === 'county' ? 'areas' : 'points')) === 'areas'
  const frame = seen(view, size)
  const picked = spot?.areaId === here.id ? spot.ids : null
  const inView = all.filter((pin) => (picked ? picked.has(pin.id) : within(frame, pin)))
  const unplaced = all.length - [...figures.values()].reduce((sum, { open }) => sum + open, 0)
  const choose = (matterId: string | undefined) => change({ matter: matterId })
  return (
    <main className="mapface" aria-busy={land.isFetching || pins.isFetching}>
      <Filters address={address} units={pins.units} badges={badges} onChange={change} />
      <div className="mapcolumn">
        <MapCanvas
          land={land.data}
          pins={all}
          figures={figures}
          shades={shades}
          badges={badges}
          view={view}
          size={size}
          chosenId={address.matter}
          pointed={pointed}
          onSize={setSize}
          onView={(next) => {
            pick(null)
            look(next)
          }}
          onWhole={whole}
          onEnter={enter}
          onChoose={(members) => {
            const [only] = members
            if (members.length === 1 && only) return choose(only.id)
            pick({ areaId: here.id, ids: new Set(members.map(({ id }) => id)) })
            choose(undefined)
          }}
        >
          <Crumbs
            land={land.data}
            to={(id) => `${paths.map}?${changedAddress(address, { areaId: id, matter: undefined })}`}
          />
          {pins.error && (
            <p className="lost maplost" role="alert">
              {m.stale}{' '}
              <button type="button" className="btn txt" onClick={() => void pins.refetch()}>
                {m.again}
              </button>
            </p>
          )}
          {pins.data.truncated && !pins.error && <p className="lost maplost">{m.newest(pins.data.items.length)}</p>}
          {land.data.bounds === undefined && <p className="blank maplost">{m.noOutlines}</p>}
        </MapCanvas>
        <Legend shades={shades} badges={badges} schematic={finest(land.data).some(({ schematic }) => schematic)} />
      </div>
      <Side
        land={land.data}
        figures={figures}
        total={all.length}
        unplaced={unplaced}
        pins={inView}
        picked={picked !== null}
        chosenId={address.matter}
        withoutPin={{ count: pins.data.withoutPin, list: listAddress(address, here) }}
        onPoint={point}
        onChoose={choose}
        onUnpick={() => pick(null)}
        onEnter={enter}
      />
    </main>
  )
}
