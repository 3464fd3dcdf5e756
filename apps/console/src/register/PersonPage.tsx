import '../areas/areas.css'
import './register.css'
import { type Person, peopleRoutes } from '@linli/contract/people'
import { Icon, Status, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { today } from '../areas/form/today.ts'
import { FactList, type Facts } from '../frame/FactList.tsx'
import { gridText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { When } from '../frame/When.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { caseOf, dayOf } from './day.ts'
import { DayPicker, OtherDay } from './DayPicker.tsx'
import { useMessages } from './messages.ts'
import { ChangePerson } from './person/ChangePerson.tsx'
import { ChangeResidence } from './person/ChangeResidence.tsx'
import { LinkResident } from './person/LinkResident.tsx'
import { MovePerson } from './person/MovePerson.tsx'
import { Needs } from './person/Needs.tsx'
import { ProposeDuplicate } from './person/ProposeDuplicate.tsx'
import { Relations } from './person/Relations.tsx'
import { Records } from './person/Records.tsx'
import { Residences } from './person/Residences.tsx'
import { Sealed } from './person/Sealed.tsx'
import { TakeBackEnd } from './person/TakeBackEnd.tsx'
import { usePersonMessages } from './person-messages.ts'
import { useAge } from './use-age.ts'
import { useWords } from './words.ts'

type Doing = 'change' | 'residence' | 'move' | 'take_back' | 'duplicate' | 'link'

/** One person: facts of a day, what they follow from, and the door of the vault. */
export default function PersonPage({ path, search }: PageProps) {
  const on = dayOf(search)
  const personId = path.slice(paths.person('').length)
  const [doing, setDoing] = useState<Doing | null>(null)
  const person = useQuery(reading(peopleRoutes.getPerson, { personId, ...(on ? { on } : caseOf(search)) }))
  if (person.error && !person.data) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />
  if (!person.data) return <Loading />
  const { data } = person
  const now = on === undefined
  const close = () => setDoing(null)
  return (
    <main className="scroll register" aria-busy={person.isFetching}>
      <Head person={data} now={now} onDo={setDoing} />
      {on && <OtherDay on={on} />}
      <div className="cols">
        <div className="stack">
          <Needs person={data} changeable={now && data.may.includes('change')} />
          <Relations key={data.id} person={data} changeable={now && data.may.includes('change')} />
          <Residences person={data} />
          <Records records={data.records} />
        </div>
        <aside className="side">
          <Facts person={data} on={on} />
          {/* What was opened belongs to the file as it was then. */}
          <Sealed key={`${data.id} ${data.version}`} person={data} work={caseOf(search)} />
        </aside>
      </div>
      {doing === 'change' && <ChangePerson person={data} onClose={close} />}
      {doing === 'residence' && <ChangeResidence person={data} onClose={close} />}
      {doing === 'take_back' && <TakeBackEnd person={data} onClose={close} />}
      {doing === 'move' && <MovePerson person={data} onClose={close} />}
      {doing === 'duplicate' && <ProposeDuplicate person={data} onClose={close} />}
      {doing === 'link' && <LinkResident person={data} onClose={close} />}
    </main>
  )
}

function Head({ person, now, onDo }: { person: Person; now: boolean; onDo: (doing: Doing) => void }) {
  const m = useMessages()
  const words = useWords()
  const mine = usePersonMessages()
  const age = useAge()
  const gone = person.state === 'died' || person.state === 'merged'
  const about = [words.sex[person.sex], age(person.birthOn, person.diedOn ?? person.on)]
  return (
    <div className="head">
      <div className="crumb">
        <Link to={paths.register}>{m.title}</Link>
        <Icon name="right" />
        {person.householdId ? (
          <Link to={paths.household(person.householdId)}>{person.address ?? mine.toHousehold}</Link>
        ) : (
          <span>{person.address ?? ''}</span>
        )}
      </div>
      <div className="l1 lastline">
        <h1>{person.name}</h1>
        <span className="mut">{about.join(' · ')}</span>
        <Status tone={person.state === 'present' ? 'ok' : 'neutral'} icon={person.state === 'present' ? 'ok' : 'walk'}>
          {person.state ? words.state[person.state] : mine.notYet}
        </Status>
        <div className="acts">
          {now && !gone && person.may.includes('change') && (
            <>
              <button type="button" className="btn pri" onClick={() => onDo('change')}>
                <Icon name="edit" />
                {mine.change}
              </button>
              {person.state !== 'left' && (
                <button type="button" className="btn" onClick={() => onDo('residence')}>
                  <Icon name="people" />
                  {mine.changeResidence}
                </button>
              )}
              <button type="button" className="btn" onClick={() => onDo('move')}>
                <Icon name="walk" />
                {person.state === 'left' ? mine.comeBack : mine.move}
              </button>
            </>
          )}
          {now && !gone && person.may.includes('link') && (
            <button type="button" className="btn" onClick={() => onDo('link')}>
              <Icon name="phone" />
              {mine.link}
            </button>
          )}
          {now && isTakenBack(person) && (
            <button type="button" className="btn" onClick={() => onDo('take_back')}>
              <Icon name="undo" />
              {mine.takeBack}
            </button>
          )}
          {now && person.state !== 'merged' && person.may.includes('merge') && (
            <button type="button" className="btn" onClick={() => onDo('duplicate')}>
              <Icon name="merge" />
              {mine.duplicate}
            </button>
          )}
        </div>
      </div>
      {person.mergedIntoId && (
        <p className="lost">
          {mine.merged} <Link to={paths.person(person.mergedIntoId)}>{mine.toMerged}</Link>
        </p>
      )}
    </div>
  )
}

/** Gone by an end that a clerk may take back. */
function isTakenBack({ state, may, residences: [last] }: Person): boolean {
  const ended = last?.endedBy === 'died' || last?.endedBy === 'moved_out'
  return (state === 'died' || state === 'left') && ended && may.includes('decide')
}

function Facts({ person, on }: { person: Person; on: string | undefined }) {
  const m = useMessages()
  const mine = usePersonMessages()
  const words = useWords()
  const { locale } = useLocale()
  const facts: Facts = [
    [mine.birthOn, person.birthOn ?? m.unknown],
    [m.relation, person.relation ? words.relation[person.relation] : '—'],
    [m.residence, person.residenceKind ? words.residence[person.residenceKind] : '—'],
    [mine.education, person.education ? words.education[person.education] : mine.notTold],
    [mine.work, person.work ? words.work[person.work] : mine.notTold],
    ...person.countyFields.map(
      ({ names, value, words: said }) => [names[locale], said?.[locale] ?? mine.flag(value)] as const,
    ),
    [mine.document, words.document[person.documentKind]],
    [mine.phone, person.phoneMasked ?? mine.notTold],
    ...(person.diedOn ? [[mine.state, mine.died(person.diedOn)] as const] : []),
    [m.area2, gridText(person.place) || '—'],
    [m.updated, <When key="updated" at={person.updatedAt} />],
  ]
  return (
    <section className="panel" aria-labelledby="facts">
      <div className="panelhead">
        <h2 id="facts">{mine.facts}</h2>
        <DayPicker on={on ?? today()} />
      </div>
      <FactList className="factlist" facts={facts} />
    </section>
  )
}
