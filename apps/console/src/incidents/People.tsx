import type { Incident } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { roomChanges } from './changes.ts'
import { useMessages } from './messages.ts'
import { GiveTask } from './Tasks.tsx'

/** Who is near by the middle of their grid, and whom to call. */
export function People({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { locale } = useLocale()
  const contacts = useQuery(reading(incidentRoutes.listIncidentContacts, { incidentId: incident.id }))
  const [calling, call] = useState<{ readonly id: string; readonly name: string } | null>(null)
  return (
    <>
      <Nearest incident={incident} />
      <h2>{m.contacts}</h2>
      {!contacts.data && <Loading />}
      {contacts.data?.items.map(({ kind, group, people }) => (
        <section key={`${kind}${group}`} aria-label={kind === 'commander' ? m.command : group}>
          <p className="sidenote">{kind === 'commander' ? m.command : group}</p>
          {people.map((person) => (
            <div className="roomrow" key={person.id}>
              <div>
                <b>{person.name}</b>
                <small>
                  {[
                    person.title,
                    person.called && m.calledAt(whenText(person.called.at, locale), person.called.reached),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </div>
              <div className="side2">
                {person.phone === null ? (
                  <span className="mut">{m.noPhone}</span>
                ) : (
                  <a href={`tel:${person.phone}`}>{person.phone}</a>
                )}
                {incident.available.includes('log') && (
                  <button type="button" className="btn" onClick={() => call(person)}>
                    {m.noteCall}
                  </button>
                )}
              </div>
            </div>
          ))}
        </section>
      ))}
      {calling && <NoteCall incident={incident} person={calling} onClose={() => call(null)} />}
    </>
  )
}

function Nearest({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { locale } = useLocale()
  const near = useQuery(reading(incidentRoutes.listNearestWorkers, { incidentId: incident.id }))
  const [chosen, choose] = useState<{ unit: { id: string; name: string }; staffId: string } | null>(null)
  const name = (area: { name: string; nameEn: string | null }) =>
    locale === 'zh' ? area.name : (area.nameEn ?? area.name)
  return (
    <>
      <h2>
        {m.nearest} <small>{m.nearestHint}</small>
      </h2>
      {near.data?.items.length === 0 && <p className="empty">{m.nobodyNear}</p>}
      {near.data?.items.map(({ staff, grid, village, unitId, onShift, metres, minutes }) => (
        <div className="roomrow" key={staff.id}>
          <div>
            <b>{staff.name}</b>
            <small>
              {[village, name(grid), m.way((metres / 1000).toFixed(1), minutes), !onShift && m.noRoster]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </div>
          <div className="side2">
            {staff.phone !== null && <a href={`tel:${staff.phone}`}>{staff.phone}</a>}
            {unitId !== null && incident.available.includes('task') && (
              <button
                type="button"
                className="btn"
                onClick={() => choose({ unit: { id: unitId, name: village }, staffId: staff.id })}
              >
                {m.giveTask}
              </button>
            )}
          </div>
        </div>
      ))}
      {chosen && <GiveTask incident={incident} to={chosen} onClose={() => choose(null)} />}
    </>
  )
}

interface CallProps {
  readonly incident: Incident
  readonly person: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}

function NoteCall({ incident, person, onClose }: CallProps) {
  const m = useMessages()
  const { run, busy, fault } = useCommand(incidentRoutes.logIncident, roomChanges)
  return (
    <Dialog
      title={`${m.noteCall} · ${person.name}`}
      submit={m.write}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) =>
        void run({
          incidentId: incident.id,
          kind: 'call',
          words: fieldText(form, 'words'),
          call: { staffId: person.id, reached: form.get('reached') === 'yes' },
        }).then((done) => done && onClose())
      }
    >
      <label>
        {m.callWords}
        <textarea name="words" required maxLength={1000} />
      </label>
      <label className="inline">
        <input type="radio" name="reached" value="yes" defaultChecked />
        {m.reached}
      </label>
      <label className="inline">
        <input type="radio" name="reached" value="no" />
        {m.notReached}
      </label>
      {fault && <p className="bad">{fault}</p>}
    </Dialog>
  )
}
