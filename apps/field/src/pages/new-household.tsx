import { newId } from '@linli/client'
import { Icon, localDay } from '@linli/ui'
import { useState } from 'react'
import { useAccount, useFact } from '../account/use-account.ts'
import { Choice, NewcomerSheet } from '../door/newcomer-sheet.tsx'
import { NewcomerLine } from '../door/people.tsx'
import {
  emptyHousehold,
  householdEntry,
  householdFaults,
  type HouseholdForm,
  tenures,
} from '../forms/household-form.ts'
import { newcomer } from '../forms/newcomer.ts'
import { announce } from '../parts/announce.tsx'
import { Fault, Line } from '../parts/field.tsx'
import { focusFirstFault } from '../parts/focus-fault.ts'
import { FormFoot } from '../parts/form-foot.tsx'
import { LocateButton } from '../parts/locate-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Seg } from '../parts/seg.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { draftKeys } from '../store/drafts.ts'
import { findEntry } from '../store/entries.ts'
import { codes } from '../words/codes.ts'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'

/** `entry`: one that lies in the outbox, to be changed. */
export default function NewHouseholdPage({ entry }: { entry: string | null }) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  const { db } = useAccount()
  const grids = useFact('grids')
  const mine = grids?.features.filter(({ properties }) => grids.mine.includes(properties.id)) ?? []
  const draftKey = entry === null ? draftKeys.newHousehold() : draftKeys.entry(entry)
  const draft = useDraft<HouseholdForm>(draftKey, async () => {
    const kept = entry === null ? undefined : await findEntry(db, entry)
    // The form of such an entry was put there by this page.
    return (kept?.form as HouseholdForm | undefined) ?? emptyHousehold(null)
  })
  const { submit, busy, failure } = useSubmit()
  const [tried, setTried] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const today = localDay()
  const form = draft.value
  if (form === undefined || grids === undefined) return <p className="empty">{t.opening}</p>
  // With one grid there is nothing to choose.
  const whole = { ...form, gridId: form.gridId ?? (mine.length === 1 ? (mine[0]?.properties.id ?? null) : null) }
  const missing = householdFaults(whole, today)
  const faults = tried ? missing : { own: [], members: [] }
  const set = (part: Partial<HouseholdForm>) => draft.update((now) => ({ ...now, ...part }))
  const member = form.members.find(({ id }) => id === open)

  function add(): void {
    const anew = newcomer(newId(), today, { relation: whole.members.length === 0 ? 'head' : 'unknown' })
    draft.update((now) => ({ ...now, members: [...now.members, anew] }))
    setOpen(anew.id)
  }

  async function save(): Promise<void> {
    setTried(true)
    if (missing.own.length + missing.members.length > 0) return focusFirstFault()
    const before = entry === null ? undefined : await findEntry(db, entry)
    const made = householdEntry(whole, { id: entry ?? newId(), householdId: before?.subject ?? newId() })
    if (!(await submit(made, { draftKey, editing: entry !== null, draft }))) return
    announce(t.kept)
    go(entry === null ? paths.today() : paths.outbox(), { replace: true })
  }

  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <PageHead title={w.newHouseholdTitle} back={paths.find()} />
      <Line
        label={w.address}
        hint={w.addressHint}
        value={form.address}
        maxLength={300}
        onValue={(address) => set({ address })}
        fault={faults.own.includes('address_missing') ? w.addressMissing : undefined}
      />
      <div>
        <LocateButton point={form.point} onPoint={(point) => set({ point })} />
      </div>
      {mine.length !== 1 && (
        <div>
          <Choice
            label={w.inGrid}
            choices={{
              '': t.noGrid,
              ...Object.fromEntries(mine.map(({ properties }) => [properties.id, properties.name])),
            }}
            value={form.gridId ?? ''}
            onChoose={(gridId) => set({ gridId: gridId || null })}
          />
          <Fault fault={faults.own.includes('grid_missing') ? t.reason_missing : undefined} />
        </div>
      )}
      <fieldset className="field">
        <legend>{w.usedBy}</legend>
        <Seg
          label={w.usedBy}
          choices={tenures.map((tenure) => [tenure, c.tenure[tenure]])}
          value={form.tenure}
          onChoose={(tenure) => set({ tenure })}
        />
      </fieldset>
      <fieldset className="field" hidden={form.tenure === 'empty' && form.members.length === 0}>
        <legend>{w.whoLives}</legend>
        <div className="people">
          {form.members.map((each) => (
            <NewcomerLine
              key={each.id}
              newcomer={each}
              faulty={faults.members.includes(each.id)}
              onOpen={() => setOpen(each.id)}
            />
          ))}
          <button type="button" className="person-add" onClick={add}>
            <Icon name="plus" />
            {w.oneMore}
          </button>
        </div>
        <Fault
          fault={
            faults.own.includes('members_missing')
              ? w.whoMissing
              : faults.own.includes('members_not_empty')
                ? w.whoInEmpty
                : undefined
          }
        />
      </fieldset>
      <FormFoot draft={draft} failure={failure}>
        <button type="submit" className="button main" disabled={busy}>
          <Icon name="check" />
          {w.saveHousehold}
        </button>
      </FormFoot>
      {member && (
        <NewcomerSheet
          newcomer={member}
          onChange={(anew) =>
            draft.update((now) => ({
              ...now,
              members: now.members.map((each) => (each.id === anew.id ? anew : each)),
            }))
          }
          onRemove={() => {
            draft.update((now) => ({ ...now, members: now.members.filter(({ id }) => id !== member.id) }))
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </form>
  )
}
