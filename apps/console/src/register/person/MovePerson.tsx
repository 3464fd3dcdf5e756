import {
  type KnownHow,
  type Person,
  peopleRoutes,
  Relation,
  ResidenceKind,
  type SearchHit,
} from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { HitPicker } from '../form/HitPicker.tsx'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { useMessages } from '../messages.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

/** Of somebody who is here; whoever has left can only come back. */
const ways = ['moved_within', 'married', 'moved_out', 'died'] as const
type Way = (typeof ways)[number]

interface Props {
  readonly person: Person
  readonly onClose: () => void
}

/** Into another household, out of the county, back again, or death: from a day on, and nothing before it changes. */
export function MovePerson({ person, onClose }: Props) {
  const m = useWorkMessages()
  const mine = usePersonMessages()
  const words = useWords()
  const [how, setHow] = useState<Way>('moved_within')
  const [to, setTo] = useState<SearchHit | null>(null)
  const [unchosen, setUnchosen] = useState(false)
  const [knownHow, setKnownHow] = useState<KnownHow>('person')
  const returns = person.state === 'left'
  const [last] = person.residences
  // Back into the household they left, unless another one is looked for.
  const [elsewhere, setElsewhere] = useState(person.householdId === null)
  const sameId = returns && !elsewhere ? person.householdId : null
  const toId = sameId ?? to?.id
  const move = useRegisterCommand(peopleRoutes.movePerson)
  const faults = faultsOf(move, ['on', 'toHouseholdId', 'relation', 'residenceKind', 'otherPlace'])
  const into = how === 'moved_within' || how === 'married'

  async function submit(form: FormData) {
    const text = (name: string) => fieldText(form, name)
    setUnchosen(into && toId === undefined)
    if (into && toId === undefined) return
    const done = await move.run({
      personId: person.id,
      seenVersion: person.version,
      knownHow: knownHowOf(form),
      on: text('on'),
      how,
      ...(into
        ? {
            toHouseholdId: toId,
            relation: Relation.catch('unknown').parse(text('relation')),
            residenceKind: ResidenceKind.catch('registered').parse(text('residenceKind')),
            livesHere: form.has('livesHere'),
          }
        : {}),
      ...(text('otherPlace') ? { otherPlace: text('otherPlace') } : {}),
    })
    if (done) onClose()
  }

  return (
    <Dialog
      title={returns ? mine.comeBack : mine.moveTitle}
      submit={mine.do}
      danger={how === 'died'}
      busy={move.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      {!returns && (
        <fieldset className="ways">
          <legend>{mine.how}</legend>
          {ways.map((way) => (
            <label key={way} className="inline">
              <input type="radio" name="how" value={way} checked={how === way} onChange={() => setHow(way)} />
              {mine.ways[way]}
            </label>
          ))}
        </fieldset>
      )}
      <Field
        label={returns ? mine.backOn : mine.day[how]}
        hint={how === 'died' ? mine.diedHint : undefined}
        fault={faults.at('on')}
      >
        {(control) => (
          <input {...control} name="on" type="date" required min="1900-01-01" max={today()} defaultValue={today()} />
        )}
      </Field>
      {returns && person.householdId !== null && (
        <fieldset className="ways">
          <legend>{mine.backWhere}</legend>
          {[false, true].map((other) => (
            <label key={String(other)} className="inline">
              <input type="radio" name="where" checked={elsewhere === other} onChange={() => setElsewhere(other)} />
              {other ? mine.otherHousehold : mine.sameHousehold(person.address ?? '')}
            </label>
          ))}
        </fieldset>
      )}
      {into && (
        <>
          {sameId === null && (
            <HitPicker
              label={mine.toWhich}
              hint={mine.toWhichHint}
              kind="household"
              exceptId={person.householdId}
              chosen={to}
              onChoose={setTo}
              fault={faults.at('toHouseholdId') ?? (unchosen && to === null ? mine.chooseHousehold : undefined)}
            />
          )}
          {toId !== undefined && <Into householdId={toId} />}
          <div className="row2">
            <Choice
              name="relation"
              label={m.relation}
              words={words.relation}
              start={returns && last && last.relation !== 'head' ? last.relation : 'unknown'}
              fault={faults.at('relation')}
            />
            <Choice
              name="residenceKind"
              label={m.residenceKind}
              words={words.residence}
              start={last?.kind ?? 'registered'}
              fault={faults.at('residenceKind')}
            />
          </div>
          <label className="inline">
            <input type="checkbox" name="livesHere" defaultChecked />
            {m.livesHere}
          </label>
        </>
      )}
      {(how === 'moved_out' || returns) && (
        <Field label={returns ? mine.whereFrom : mine.whereTo} hint={mine.whereToHint} fault={faults.at('otherPlace')}>
          {(control) => <input {...control} name="otherPlace" maxLength={200} />}
        </Field>
      )}
      <KnownField onChoose={setKnownHow} />
      {!into && knownHow === 'neighbour' && <p className="hint">{mine.neighbourHint}</p>}
      <FormFault text={faults.whole} />
    </Dialog>
  )
}

/** The household that was chosen, down to the door: a search tells no more than the building. */
function Into({ householdId }: { householdId: string }) {
  const m = useMessages()
  const household = useQuery(reading(peopleRoutes.getHousehold, { householdId }))
  if (!household.data) return null
  const { address, headName, members } = household.data
  return (
    <p className="summary" role="status">
      {[address, m.householdOf(headName), m.people(members.length)].join(' · ')}
    </p>
  )
}
