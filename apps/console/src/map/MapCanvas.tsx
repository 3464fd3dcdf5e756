import { Icon } from '@linli/ui'
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import {
  boundsOf,
  clustered,
  fitting,
  isFarthest,
  isNearest,
  onScreen,
  type Size,
  type Spot,
  useGestures,
  type View,
  zoomed,
} from '@linli/ui/map'
import type { Figure, PlacedPin } from './figures.ts'
import { Ground } from './Ground.tsx'
import { type Land, shapeOf } from './land.ts'
import { useMessages } from './messages.ts'
import { badgeBoxes, Names } from './Names.tsx'
import { type Group, Pins } from './Pins.tsx'
import type { Shade } from './shades.ts'
import { AboutArea, AboutMatters, Tip } from './Tip.tsx'

interface Props {
  readonly land: Land
  readonly pins: readonly PlacedPin[]
  readonly figures: ReadonlyMap<string, Figure>
  readonly shades: readonly Shade[]
  readonly badges: boolean
  readonly view: View
  readonly size: Size
  readonly chosenId: string | undefined
  /** The matter that is pointed at in the list. */
  readonly pointed: PlacedPin | null
  readonly onSize: (size: Size) => void
  readonly onView: (view: View) => void
  readonly onWhole: () => void
  readonly onEnter: (areaId: string) => void
  readonly onChoose: (members: readonly PlacedPin[]) => void
  readonly children?: ReactNode
}

const BUTTON_FACTOR = 1.7
/** Nearer than this on the screen, two points are one. */
const TOGETHER_PIXELS = 30
/** Beyond the edge of the screen, so that nothing pops up while pushing. */
const EDGE = 40
const POINT = { width: 22, height: 22 }

/** The map itself: outlines, numbers, points, and what is said of the thing under the pointer. */
export function MapCanvas(props: Props) {
  const { land, pins, figures, shades, badges, view, size, chosenId, pointed, onView, onWhole, onEnter, onChoose } =
    props
  const m = useMessages()
  const canvas = useRef<SVGSVGElement>(null)
  const [areaId, pointArea] = useState<string | null>(null)
  const [group, pointGroup] = useState<readonly PlacedPin[] | null>(null)
  const look = (next: View) => {
    // What was under the pointer has moved away without the pointer leaving it.
    pointGroup(null)
    onView(next)
  }
  const { dragged, handlers } = useGestures({ canvas, view, size, onView: look, onWhole })
  useSize(canvas, props.onSize)

  const enter = useCallback((id: string) => void (dragged() || onEnter(id)), [dragged, onEnter])
  const choose = (members: readonly PlacedPin[]) => {
    if (dragged()) return
    const { west, east, north, south } = boundsOf(members)
    // At one doorstep, or as near as the map goes: only the list can take them apart.
    const together = members.length === 1 || isNearest(view) || Math.max(east - west, south - north) < 2
    if (together) onChoose(members)
    else look(fitting({ west, east, north, south }, size))
    pointGroup(null)
  }
  // After a refresh these are other objects, and the group may no longer be one.
  const still = group?.[0] !== undefined && pins.includes(group[0]) && !badges
  const clusters = useMemo(
    () => (badges ? [] : clustered(pins, TOGETHER_PIXELS / view.scale)),
    [badges, pins, view.scale],
  )
  const groups = clusters
    .map((cluster) => ({ ...cluster, at: onScreen(view, size, cluster) }))
    .filter(({ at }) => at.x > -EDGE && at.y > -EDGE && at.x < size.width + EDGE && at.y < size.height + EDGE)
  const members = pointed ? [pointed] : still ? group : null
  const shape = areaId === null ? undefined : shapeOf(land.layers, areaId)
  return (
    <div className="mapframe">
      <p id="map-keys" className="sr">
        {m.keys}
      </p>
      <svg
        ref={canvas}
        className="plane"
        // A map takes the arrow keys for itself, which is what this role tells a screen reader.
        role="application"
        aria-label={m.map}
        aria-describedby="map-keys"
        tabIndex={0}
        {...handlers}
      >
        <g
          transform={`translate(${size.width / 2 - view.x * view.scale} ${size.height / 2 - view.y * view.scale}) scale(${view.scale})`}
          aria-hidden="true"
        >
          <Ground land={land} figures={figures} shades={shades} onEnter={enter} onHover={pointArea} />
        </g>
        <Names land={land} figures={figures} view={view} size={size} badges={badges} marks={boxesOf(groups)} />
        <Pins
          groups={groups}
          chosenId={chosenId}
          pointedId={pointed?.id ?? null}
          onPoint={pointGroup}
          onChoose={choose}
        />
        {badges && pointed && <Ring at={onScreen(view, size, pointed)} />}
      </svg>
      {members ? (
        <Tip at={onScreen(view, size, middleOf(members))} size={size}>
          <AboutMatters members={members} />
        </Tip>
      ) : (
        shape &&
        shape.id !== land.here.id && (
          <Tip at={onScreen(view, size, shape.middle)} size={size}>
            <AboutArea name={shape.name} nameEn={shape.nameEn} figure={figures.get(shape.id)} />
          </Tip>
        )
      )}
      <div className="zoom">
        <button
          type="button"
          aria-label={m.zoomIn}
          title={m.zoomIn}
          disabled={isNearest(view)}
          onClick={() => look(zoomed(view, size, BUTTON_FACTOR))}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          aria-label={m.zoomOut}
          title={m.zoomOut}
          disabled={isFarthest(view, land.whole, size)}
          onClick={() => look(zoomed(view, size, 1 / BUTTON_FACTOR))}
        >
          <svg className="i" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M5 12h14" />
          </svg>
        </button>
        <button type="button" aria-label={m.whole} title={m.whole} onClick={onWhole}>
          <Icon name="target" />
        </button>
      </div>
      {props.children}
    </div>
  )
}

const middleOf = (members: readonly Spot[]): Spot => ({
  x: members.reduce((sum, { x }) => sum + x, 0) / members.length,
  y: members.reduce((sum, { y }) => sum + y, 0) / members.length,
})

const boxesOf = (groups: readonly Group[]) =>
  groups.flatMap(({ members, at }) =>
    members.length > 1
      ? badgeBoxes(at, { open: members.length, overdue: members.filter(({ overdue }) => overdue).length })
      : [{ ...at, ...POINT }],
  )

function Ring({ at }: { at: Spot }) {
  return <circle className="ring" cx={at.x} cy={at.y} r="19" aria-hidden="true" />
}

function useSize(canvas: RefObject<SVGSVGElement | null>, onSize: (size: Size) => void): void {
  useEffect(() => {
    const svg = canvas.current
    if (!svg) return
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) onSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    watcher.observe(svg)
    return () => watcher.disconnect()
  }, [canvas, onSize])
}
