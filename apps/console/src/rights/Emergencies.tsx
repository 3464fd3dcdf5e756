import { type BreakGlass, rightsRoutes } from '@linli/contract/people-rights'
import { fieldText, useLocale, whenText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** Files opened in emergencies, those nobody has looked at first. */
export function Emergencies() {
  const m = useMessages()
  const list = usePaged(rightsRoutes.listBreakGlass, { limit: 30 })
  return (
    <PagedList list={list} none={m.noneEver}>
      {list.items.map((opened) => (
        <Opened key={opened.id} opened={opened} />
      ))}
    </PagedList>
  )
}

/** One of them, with its review or what that found. */
export function Opened({ opened }: { readonly opened: BreakGlass }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <article className="panel stack">
      <h2 style={{ font: 'var(--t-16)' }}>
        {opened.by} → {opened.title ?? m.erased}
      </h2>
      <p>
        {whenText(opened.openedAt, locale)} · {opened.reason}
      </p>
      {opened.finding === null ? (
        <Review opened={opened} />
      ) : (
        <p>
          <b>{m.finding[opened.finding]}</b> · {opened.words}
        </p>
      )}
    </article>
  )
}

function Review({ opened }: { readonly opened: BreakGlass }) {
  const m = useMessages()
  const review = useCommand(rightsRoutes.reviewBreakGlass, ['/rights/break-glass', '/inbox'])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the two it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    const finding = submitter?.getAttribute('value') === 'justified' ? 'justified' : 'not_justified'
    const words = fieldText(new FormData(event.currentTarget), 'words').trim()
    await review.run({ breakGlassId: opened.id, finding, words })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.reviewWords}
        <textarea name="words" rows={2} required maxLength={500} />
      </label>
      <FormFault text={review.fault} />
      <div className="doing">
        <button className="btn" value="justified" disabled={review.busy}>
          {m.justified}
        </button>
        <button className="btn" value="not_justified" disabled={review.busy}>
          {m.notJustified}
        </button>
      </div>
    </form>
  )
}
