import { newId } from '@linli/client'
import { Icon, localDay, timeText } from '@linli/ui'
import { useState } from 'react'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import { gridDoor } from '../door/use-door.ts'
import { Questions } from '../door/questions.tsx'
import { doorEntries, type DoorFaults, doorFaults, isBegun, isFaultless } from '../forms/door-form.ts'
import { endOf, type PatrolForm, startOf, type Track } from '../forms/patrol-form.ts'
import { announce } from '../parts/announce.tsx'
import { DraftNote } from '../parts/draft-note.tsx'
import { Words } from '../parts/field.tsx'
import { focusFirstFault } from '../parts/focus-fault.ts'
import { MustTiles } from '../parts/must-tiles.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Minutes, usePatrol } from '../parts/patrol-button.tsx'
import { TrackNote } from '../parts/track-note.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys, dropDraft, readDraft } from '../store/drafts.ts'
import { putEntries } from '../store/entries.ts'
import { readDue } from '../store/register.ts'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'

export default function PatrolPage() {
  const t = messages.useMessages()
  const patrol = usePatrol()
  if (patrol === undefined) return <p className="empty">{t.opening}</p>
  return patrol === null ? <ChooseGrid /> : <Round key={patrol.patrolId} begun={patrol} />
}

/** Which of my grids, where there are several. */
function ChooseGrid() {
  const t = messages.useMessages()
  const { db, driver } = useAccount()
  const grids = useFact('grids')
  const mine = grids?.features.filter(({ properties }) => grids.mine.includes(properties.id)) ?? []

  async function start(gridId: string, name: string): Promise<void> {
    const { entry, patrol } = startOf(gridId, name)
    await putEntries(db, [entry], { begin: { key: draftKeys.patrol(), value: patrol } }).then(
      () => driver.now(),
      () => announce(t.notKept),
    )
  }

  return (
    <>
      <PageHead title={t.startPatrol} back={paths.today()} />
      <div className="matter">
        <p>{mine.length === 0 ? t.mapNone : t.whichGrid}</p>
        {mine.map(({ properties }) => (
          <button
            key={properties.id}
            type="button"
            className="button wide"
            onClick={() => void start(properties.id, properties.name)}
          >
            <Icon name="walk" />
            {properties.name}
          </button>
        ))}
      </div>
    </>
  )
}

/** The round under way: what was seen on the way, and its end. */
function Round({ begun }: { begun: PatrolForm }) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const { db } = useAccount()
  const basics = useFact('fieldBasics')
  const due = useKept('register', 'due', readDue) ?? []
  const draft = useDraft<PatrolForm>(draftKeys.patrol(), async () => begun)
  const { submit, busy, failure } = useSubmit()
  const [faults, setFaults] = useState<DoorFaults | null>(null)
  const form = draft.value
  if (form === undefined) return <p className="empty">{t.opening}</p>
  const door = gridDoor(form.gridId, form.title, due, basics?.forms ?? [])

  async function end(whole: PatrolForm): Promise<void> {
    const missing = doorFaults(whole, door, localDay())
    setFaults(missing)
    if (!isFaultless(missing)) return focusFirstFault()
    // Written under this key by the keeper of tracks only.
    const track = (await readDraft(db, draftKeys.track()))?.value as Track | undefined
    const made = { id: newId(), visitId: newId() }
    const [visit, ...reports] = doorEntries(whole, door, { result: 'found' }, made)
    const matterIds = reports.flatMap(({ input }) => (typeof input['matterId'] === 'string' ? [input['matterId']] : []))
    const last = endOf(whole, matterIds, track ?? null)
    // A round that nothing asks for and where nothing was noted needs no visit beside it.
    const noted = door.due.length > 0 || isBegun(whole) || whole.deeds.length > 0
    const more = noted && visit ? [visit, ...reports] : reports
    if (!(await submit(last, { draftKey: draftKeys.patrol(), editing: false, draft, more }))) return
    await dropDraft(db, draftKeys.track())
    announce(t.kept)
    go(paths.today(), { replace: true })
  }

  return (
    <form
      className="form visit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void end(form)
      }}
    >
      <PageHead
        title={t.patrolOf(form.title)}
        back={paths.today()}
        under={
          <>
            {timeText(form.startedAt)} · <Minutes since={form.startedAt} />
          </>
        }
      />
      <div className="door-notes">
        <TrackNote patrolId={form.patrolId} />
        {form.matterIds.length > 0 && <p className="note">{t.reportedOnTheWay(form.matterIds.length)}</p>}
      </div>
      <section className="visit-part" aria-labelledby="on-the-way">
        <h2 id="on-the-way">{t.seenOnTheWay}</h2>
        <MustTiles />
      </section>
      <Questions
        door={door}
        form={form}
        onChange={(change) => draft.update((now) => ({ ...now, ...change(now) }))}
        faults={faults && doorFaults(form, door, localDay())}
      />
      {!door.form?.questions.some((question) => question.kind === 'text') && (
        <section className="visit-part">
          <Words
            label={w.more}
            rows={2}
            value={form.words}
            maxLength={1000}
            onChange={(event) => draft.update((now) => ({ ...now, words: event.target.value }))}
            onDictated={(said) => draft.update((now) => ({ ...now, words: now.words + said }))}
          />
        </section>
      )}
      <div className="foot">
        <DraftNote savedAt={draft.savedAt ?? form.startedAt} failed={draft.failed || failure === 'not_kept'} />
        <button type="submit" className="button main" disabled={busy}>
          <Icon name="check" />
          {t.patrolling}
        </button>
      </div>
    </form>
  )
}
