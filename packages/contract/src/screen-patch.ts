import {
  type AreaFigures,
  screenParts,
  type ScreenPoint,
  type ScreenSnapshot,
  type StreamItem,
} from './screen-shapes.ts'

type Parts = Pick<ScreenSnapshot, (typeof screenParts)[number]>

/** What has changed since the screen that was told last. */
export interface ScreenPatch {
  readonly position: string
  readonly at: string
  readonly parts?: Partial<Parts>
  /** In their order, where one came or went; else what is new of the others. */
  readonly areas?: Listed<AreaFigures>
  readonly stream?: Listed<StreamItem>
  readonly points?: { readonly set: readonly ScreenPoint[]; readonly gone: readonly string[] }
}

/** A list by its ids: the order, where it changed, and the items that are new or other than before. */
interface Listed<T> {
  readonly ids?: readonly string[]
  readonly items: readonly T[]
}

const print = (value: unknown) => JSON.stringify(value)

/** Null when nothing has changed. */
export function patchOf(before: ScreenSnapshot, after: ScreenSnapshot): ScreenPatch | null {
  const changed = screenParts.filter(
    (part) => before[part] !== after[part] && print(before[part]) !== print(after[part]),
  )
  const parts = Object.fromEntries(changed.map((part) => [part, after[part]])) as Partial<Parts>
  const areas = listedChanges(before.areas, after.areas)
  const stream = listedChanges(before.stream, after.stream)
  if (changed.length === 0 && !areas && !stream) return null
  return {
    position: after.position,
    at: after.at,
    ...(changed.length > 0 ? { parts } : {}),
    ...(areas ? { areas } : {}),
    ...(stream ? { stream } : {}),
  }
}

/** The screen as it is after a patch; parts that did not change are the same objects as before. */
export function patched(before: ScreenSnapshot, patch: ScreenPatch): ScreenSnapshot {
  const { position, at, parts, areas, stream } = patch
  return {
    ...before,
    ...parts,
    position,
    at,
    areas: listed(before.areas, areas),
    stream: listed(before.stream, stream),
  }
}

function listedChanges<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): Listed<T> | undefined {
  const known = new Map(before.map((item) => [item.id, item]))
  const items = after.filter((item) => {
    const old = known.get(item.id)
    return old !== item && print(old) !== print(item)
  })
  const moved = before.length !== after.length || after.some((item, index) => before[index]?.id !== item.id)
  if (items.length === 0 && !moved) return undefined
  return { ...(moved ? { ids: after.map((item) => item.id) } : {}), items }
}

function listed<T extends { readonly id: string }>(before: T[], changes: Listed<T> | undefined): T[] {
  if (!changes) return before
  const items = new Map([...before, ...changes.items].map((item) => [item.id, item]))
  // Every id that is told is either known or told with it.
  return changes.ids
    ? changes.ids.flatMap((id) => items.get(id) ?? [])
    : before.map((item) => items.get(item.id) ?? item)
}

/** Whether a position of events lies after another: `xid:seq`, of which the first has up to twenty digits. */
export function isLater(position: string, than: string): boolean {
  const [xid = '0', seq = '0'] = position.split(':')
  const [otherXid = '0', otherSeq = '0'] = than.split(':')
  if (xid.length !== otherXid.length) return xid.length > otherXid.length
  return xid === otherXid ? Number(seq) > Number(otherSeq) : xid > otherXid
}
