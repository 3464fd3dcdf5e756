import type { Incident, IncidentBroadcast } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { fieldText, Icon, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { roomChanges } from './changes.ts'
import { useMessages } from './messages.ts'

/** What was told to the grids, and who has read it. */
export function Broadcasts({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const [speaking, speak] = useState(false)
  return (
    <>
      <h2>
        {m.tabs.broadcasts}
        {incident.available.includes('broadcast') && (
          <button type="button" className="btn pri" onClick={() => speak(true)}>
            <Icon name="speaker" />
            {m.broadcast}
          </button>
        )}
      </h2>
      {incident.broadcasts.length === 0 && <p className="blank">{m.noBroadcasts}</p>}
      {incident.broadcasts.map((one) => (
        <Told key={one.id} incident={incident} broadcast={one} />
      ))}
      {speaking && <Speak incident={incident} onClose={() => speak(false)} />}
    </>
  )
}

function Told({ incident, broadcast }: { readonly incident: Incident; readonly broadcast: IncidentBroadcast }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [isOpen, open] = useState(false)
  return (
    <div className="roomrow">
      <div>
        <b>{broadcast.words}</b>
        <small>
          {[broadcast.by, whenText(broadcast.at, locale), broadcast.sms && m.sms].filter(Boolean).join(' · ')}
        </small>
      </div>
      <div className="side2">
        <span>{m.read(broadcast.read, broadcast.told)}</span>
        <button type="button" className="btn txt" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {m.who}
        </button>
      </div>
      {isOpen && <Readers incidentId={incident.id} broadcastId={broadcast.id} />}
    </div>
  )
}

function Readers({ incidentId, broadcastId }: { readonly incidentId: string; readonly broadcastId: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(incidentRoutes.listBroadcastReaders, { incidentId, broadcastId, limit: 50 })
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      {list.items.map(({ staffId, name, grid, phone, readAt }) => (
        <small key={staffId}>
          {[grid, name, phone, readAt === null ? m.unread : whenText(readAt, locale)].filter(Boolean).join(' · ')}
        </small>
      ))}
      <More list={list} />
    </div>
  )
}

function Speak({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { run, busy, fault } = useCommand(incidentRoutes.broadcastIncident, roomChanges)
  return (
    <Dialog
      title={m.broadcast}
      submit={m.send}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const chosen = form.getAll('areaIds').map(String)
        void run({
          incidentId: incident.id,
          areaIds: chosen.length > 0 ? chosen : incident.areas.map(({ id }) => id),
          words: fieldText(form, 'words'),
          sms: form.get('sms') === 'on',
        }).then((done) => done && onClose())
      }}
    >
      <label>
        {m.broadcastWords}
        <textarea name="words" required maxLength={300} />
      </label>
      <label>
        {m.broadcastTo}
        <select name="areaIds" multiple size={Math.min(8, Math.max(2, incident.areas.length))}>
          {incident.areas.map(({ id, name, nameEn }) => (
            <option key={id} value={id}>
              {locale === 'zh' ? name : (nameEn ?? name)}
            </option>
          ))}
        </select>
      </label>
      <label className="inline">
        <input type="checkbox" name="sms" />
        {m.sms}
      </label>
      <FormFault text={fault} />
    </Dialog>
  )
}
