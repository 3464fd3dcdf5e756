import type { Names } from '@linli/contract/common'
import { newId } from '@linli/client'
import { localDay } from '@linli/ui'
import { useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import {
  type Door,
  doorEntries,
  type DoorFaults,
  doorFaults,
  type DoorForm,
  emptyDoor,
  type Ending,
  isBegun,
  isFaultless,
} from '../forms/door-form.ts'
import { announce } from '../parts/announce.tsx'
import { Ask } from '../parts/ask.tsx'
import { Words } from '../parts/field.tsx'
import { FormFoot } from '../parts/form-foot.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys } from '../store/drafts.ts'
import { findEntry } from '../store/entries.ts'
import { nextVisit } from '../tasks/day.ts'
import { pathOf, titleOf, useDay } from '../tasks/use-day.ts'
import { focusFirstFault } from '../parts/focus-fault.ts'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'
import { DoorHead } from './door-head.tsx'
import { Endings } from './endings.tsx'
import { People } from './people.tsx'
import { Questions } from './questions.tsx'
import { ReportHere } from './report-here.tsx'

interface Props {
  readonly door: Door
  readonly entry: string | null
  readonly newcomer: boolean
  readonly needNames: Readonly<Record<string, Names>>
}

const MORE = 'more'

/** One visit on one page: who lives here and what changed, what was done and seen, and how it ended. */
export function VisitSheet({ door, entry, newcomer, needNames }: Props) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const { db } = useAccount()
  const day = useDay()
  const { kind, id } = door.subject
  const draftKey = entry === null ? draftKeys.visit(kind, id) : draftKeys.entry(entry)
  const draft = useDraft<DoorForm>(draftKey, async () => {
    const kept = entry === null ? undefined : await findEntry(db, entry)
    // The form of a visit's entry was put there by this page.
    return (kept?.form as DoorForm | undefined) ?? emptyDoor(door.title)
  })
  const { submit, busy, failure } = useSubmit()
  const [faults, setFaults] = useState<DoorFaults | null>(null)
  const [asking, setAsking] = useState(false)
  const [named, setNamed] = useState(false)
  const form = draft.value
  if (form === undefined) return <p className="empty">{t.opening}</p>
  const next = day ? nextVisit(day, door.household?.id ?? id) : null
  const nextStop = day?.stops.find(({ stop }) => stop.key === next)?.stop
  // Most forms end with a line for whatever else there is; a second one would only be in the way.
  const asksForWords = door.form?.questions.some((question) => question.kind === 'text') ?? false
  // Once something was missing, what is still missing is said as it is filled in.
  const shown = faults && doorFaults(form, door, localDay())

  async function end(ending: Ending): Promise<void> {
    if (form === undefined) return
    if (ending.result === 'found') {
      const missing = doorFaults(form, door, localDay())
      setFaults(missing)
      if (!isFaultless(missing)) return focusFirstFault()
    }
    const before = entry === null ? undefined : await findEntry(db, entry)
    const visitId = before?.input['visitId']
    const made = {
      id: entry ?? newId(),
      visitId: typeof visitId === 'string' ? visitId : newId(),
    }
    const [visit, ...reports] = doorEntries(form, door, ending, made)
    if (visit === undefined) return
    if (!(await submit(visit, { draftKey, editing: entry !== null, draft, more: reports }))) return
    if (entry !== null) return go(paths.outbox(), { replace: true })
    announce(nextStop ? w.keptNext(titleOf(nextStop)) : t.kept)
    go(nextStop ? pathOf(nextStop) : paths.today(), { replace: true })
  }

  return (
    <form
      className="form visit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void end({ result: 'found' })
      }}
    >
      <DoorHead door={door} named={named} onNames={setNamed} needNames={needNames} />
      {kind !== 'organisation' && (
        <People door={door} form={form} onChange={draft.update} faults={shown} named={named} newcomerFirst={newcomer} />
      )}
      <Questions door={door} form={form} onChange={draft.update} faults={shown} />
      <section className="visit-part">
        {!asksForWords && (
          <Words
            label={w.more}
            hint={w.moreHint}
            rows={2}
            value={form.words}
            maxLength={900}
            onChange={(event) => draft.update((now) => ({ ...now, words: event.target.value }))}
            onDictated={(said) => draft.update((now) => ({ ...now, words: now.words + said }))}
          />
        )}
        <ReportHere
          report={form.reports[MORE]}
          categoryCode=""
          onBegin={() =>
            draft.update((now) => ({
              ...now,
              reports: {
                ...now.reports,
                [MORE]: { entryId: newId(), matterId: newId(), categoryCode: '', words: '', photos: [] },
              },
            }))
          }
          onChange={(report) => draft.update((now) => ({ ...now, reports: { ...now.reports, [MORE]: report } }))}
          onDrop={() => draft.update(({ reports: { [MORE]: _gone, ...reports }, ...now }) => ({ ...now, reports }))}
          fault={shown?.reports.includes(MORE) ?? false}
        />
      </section>
      {kind !== 'organisation' && (
        <Endings onEnd={(ending) => void end(ending)} wholeHousehold={kind === 'household'} />
      )}
      <FormFoot draft={draft} failure={failure}>
        <div className="foot-pair">
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => (isBegun(form) ? setAsking(true) : void end({ result: 'not_at_home' }))}
          >
            {kind === 'organisation' ? w.notOpen : w.nobodyIn}
          </button>
          <button type="submit" className="button main" disabled={busy}>
            {nextStop && entry === null ? w.saveNext : w.save}
          </button>
        </div>
      </FormFoot>
      {asking && (
        <Ask
          title={w.dropTyped}
          yes={w.yesNobody}
          onYes={() => {
            setAsking(false)
            void end({ result: 'not_at_home' })
          }}
          onNo={() => setAsking(false)}
        />
      )}
    </form>
  )
}
