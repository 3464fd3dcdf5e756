import { type Incident, IncidentMove, IncidentSeverity } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { fieldText, useLocale } from '@linli/ui'
import { useState } from 'react'
import { FactList } from '../frame/FactList.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { When } from '../frame/When.tsx'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { Link } from '../router.tsx'
import { roomChanges } from './changes.ts'
import { CommanderField, SeverityField } from './LeadFields.tsx'
import { useMessages } from './messages.ts'
import { AreasPicker, type Picked, UnitsPicker } from './Pickers.tsx'
import { ExerciseTag, SeverityTag, StateTag } from './Tags.tsx'
import { WordsDialog } from './WordsDialog.tsx'

const SHOWN = 6

/** What the incident is, and what leads from one state to the next. */
export function RoomHead({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [asked, ask] = useState<IncidentMove | 'change' | null>(null)
  const names = (all: readonly string[]) =>
    all.length > SHOWN ? `${all.slice(0, SHOWN).join('、')} ${m.more(all.length)}` : all.join('、') || '—'
  const matters = incident.matters.map(({ id, number }) => (
    <Link key={id} to={paths.matter(id)}>
      {number}
    </Link>
  ))
  const areas = incident.areas.map(({ name, nameEn }) => (locale === 'zh' ? name : (nameEn ?? name)))
  return (
    <header className="head roomhead lastline">
      <div className="l1">
        <ExerciseTag exercise={incident.exercise} />
        <SeverityTag severity={incident.severity} />
        <h1>{incident.title}</h1>
        <StateTag state={incident.state} />
        <div className="acts" style={{ flexWrap: 'wrap', padding: 0, border: 0, background: 'none' }}>
          <Link to={paths.incidentReport(incident.id)} className="btn">
            {m.report}
          </Link>
          {incident.available.includes('change') && (
            <button type="button" className="btn" onClick={() => ask('change')}>
              {m.change}
            </button>
          )}
          {IncidentMove.options
            .filter((move) => incident.available.includes(move))
            .map((move) => (
              <button key={move} type="button" className="btn" onClick={() => ask(move)}>
                {m.moves[move]}
              </button>
            ))}
        </div>
      </div>
      <p className="mut">
        {[incident.number, m.kinds[incident.kind], `${m.commander} ${incident.commander.name}`].join(' · ')}
      </p>
      {incident.words && <p>{incident.words}</p>}
      <FactList
        className="facts"
        facts={[
          [m.facts.areas, names(areas)],
          [m.facts.units, names(incident.units.map(({ name }) => name))],
          [m.facts.matters, matters.length === 0 ? '—' : matters],
          [m.facts.since, <When key="since" at={incident.openedAt} />],
        ]}
      />
      {asked === 'change' && <ChangeDialog incident={incident} onClose={() => ask(null)} />}
      {asked !== null && asked !== 'change' && (
        <MoveDialog incident={incident} move={asked} onClose={() => ask(null)} />
      )}
    </header>
  )
}

interface DialogProps {
  readonly incident: Incident
  readonly onClose: () => void
}

function MoveDialog({ incident, move, onClose }: DialogProps & { readonly move: IncidentMove }) {
  const m = useMessages()
  const { run, busy, fault } = useCommand(incidentRoutes.moveIncident, roomChanges)
  // As it was when the dialog was opened: who was faster meanwhile is told apart by it.
  const [seenVersion] = useState(incident.version)
  return (
    <WordsDialog
      title={m.moves[move] ?? move}
      label={m.why}
      busy={busy}
      fault={fault}
      onSay={(words) => run({ incidentId: incident.id, seenVersion, move, words })}
      onClose={onClose}
    >
      <textarea name="words" required maxLength={500} />
    </WordsDialog>
  )
}

function ChangeDialog({ incident, onClose }: DialogProps) {
  const m = useMessages()
  const { run, busy, fault } = useCommand(incidentRoutes.changeIncident, roomChanges)
  const [seenVersion] = useState(incident.version)
  const [areas, setAreas] = useState<readonly Picked[]>(incident.areas)
  const [units, setUnits] = useState<readonly Picked[]>(incident.units)
  return (
    <Dialog
      title={m.changeTitle}
      submit={m.save}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) =>
        void run({
          incidentId: incident.id,
          seenVersion,
          severity: IncidentSeverity.parse(form.get('severity')),
          commanderId: fieldText(form, 'commanderId'),
          areaIds: areas.map(({ id }) => id),
          unitIds: units.map(({ id }) => id),
          words: fieldText(form, 'words'),
        }).then((done) => done && onClose())
      }
    >
      <SeverityField start={incident.severity} />
      <CommanderField start={incident.commander} />
      <AreasPicker picked={areas} onChange={setAreas} start={incident.areas[0]?.id ?? null} />
      <UnitsPicker picked={units} onChange={setUnits} />
      <label>
        {m.why}
        <textarea name="words" required maxLength={500} />
      </label>
      <FormFault text={fault} />
    </Dialog>
  )
}
