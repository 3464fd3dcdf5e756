import type { HouseholdOnPhone } from '@linli/contract/field-sync'
import { Icon } from '@linli/ui'
import { Link } from '../router.tsx'
import type { House, Room } from '../tasks/buildings.ts'
import { doorMessages } from '../words/door.ts'
import type { Mark } from './marks.ts'

interface Props {
  readonly house: House
  readonly marks: ReadonlyMap<string, Mark>
  readonly pathTo: (id: string) => string
}

/** A building as it stands: floors from the top down, doors side by side; what is to be done there as word and icon. */
export function FloorView({ house, marks, pathTo }: Props) {
  const w = doorMessages.useMessages()
  return (
    <ul className="floors">
      {house.storeys.map(({ floor, rooms }) => (
        <li key={floor}>
          <h2>{w.floor(floor)}</h2>
          <ul className="rooms">
            {rooms.flatMap((room) =>
              room.households.map((household) => (
                <li key={household.id}>
                  <RoomLink
                    room={room}
                    household={household}
                    mark={marks.get(household.id)}
                    href={pathTo(household.id)}
                  />
                </li>
              )),
            )}
          </ul>
        </li>
      ))}
    </ul>
  )
}

interface RoomProps {
  readonly room: Room
  readonly household: HouseholdOnPhone
  readonly mark: Mark | undefined
  readonly href: string
}

function RoomLink({ room, household, mark, href }: RoomProps) {
  const w = doorMessages.useMessages()
  const state = household.visitsDeclined ? 'declined' : mark
  return (
    <Link className={`room ${state ?? ''}`} href={href}>
      <b>{room.room}</b>
      <small>{room.unitNo === null ? w.onFile(household.members.length) : w.unit(room.unitNo)}</small>
      {state === 'due' && <Mark icon="walk" words={w.isDue} />}
      {state === 'visited' && <Mark icon="ok" words={w.visitedToday} />}
      {state === 'declined' && <Mark icon="ban" words={w.noVisits} />}
    </Link>
  )
}

function Mark({ icon, words }: { icon: 'walk' | 'ok' | 'ban'; words: string }) {
  return (
    <small className="room-mark">
      <Icon name={icon} />
      {words}
    </small>
  )
}
