import { type ReadingReview, readingReviewRoutes, ReviewKind } from '@linli/contract/reading-reviews'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** What a human should look at, and what was found before. It tells what happened and rates nobody. */
export function Readings() {
  const m = useMessages()
  const [kind, setKind] = useState<ReviewKind>()
  return (
    <>
      <p className="mut">{m.readingsHint}</p>
      <select
        className="chip"
        style={{ justifySelf: 'start' }}
        aria-label={m.reviewKind}
        value={kind ?? ''}
        onChange={({ target }) => setKind(ReviewKind.options.find((one) => one === target.value))}
      >
        <option value="">{m.reviewKinds.all}</option>
        {ReviewKind.options.map((one) => (
          <option key={one} value={one}>
            {m.reviewKinds[one]}
          </option>
        ))}
      </select>
      <List state="open" kind={kind} none={m.noReadings} />
      <h2 style={{ font: 'var(--t-16)' }}>{m.readingsClosed}</h2>
      <List state="closed" kind={kind} none={m.noneClosed} />
    </>
  )
}

interface ListProps {
  readonly state: 'open' | 'closed'
  readonly kind: ReviewKind | undefined
  readonly none: string
}

function List({ state, kind, none }: ListProps) {
  const list = usePaged(readingReviewRoutes.listReadingReviews, { state, limit: 20, ...(kind && { kind }) })
  return (
    <PagedList list={list} none={none}>
      {list.items.map((review) => (
        <Review key={review.id} review={review} />
      ))}
    </PagedList>
  )
}

export function Review({ review }: { readonly review: ReadingReview }) {
  const m = useMessages()
  const { locale } = useLocale()
  const said = { no_task: m.readWithoutTask, page_no_task: m.readPages, many: m.readMany, outside: m.readOutside }
  const listed = (words: readonly string[]) => words.join(locale === 'zh' ? '、' : ', ')
  return (
    <article className="panel stack">
      <h3 style={{ font: 'var(--t-16)' }}>
        {review.by ?? '—'} · {said[review.kind](review.persons)}
      </h3>
      <p>
        {whenText(review.firstAt, locale)} – {whenText(review.lastAt, locale)} · {listed(review.titles)}
        {review.persons > review.titles.length && ' …'}
      </p>
      {review.reasons.length > 0 && <p className="mut">{m.reason(listed(review.reasons))}</p>}
      {review.finding === null ? (
        <Find reviewId={review.id} />
      ) : (
        <p>
          <b>{m.reviewFindings[review.finding]}</b> · {review.words} · {review.reviewedBy ?? '—'}
        </p>
      )}
    </article>
  )
}

const findings = ['looked', 'asked', 'complaint'] as const

function Find({ reviewId }: { readonly reviewId: string }) {
  const m = useMessages()
  const review = useCommand(readingReviewRoutes.reviewReadings, ['/rights/reading-reviews', '/inbox'])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the three it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    const finding = findings.find((one) => one === submitter?.getAttribute('value')) ?? 'looked'
    await review.run({ reviewId, finding, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.foundWords}
        <textarea name="words" rows={2} required maxLength={500} />
      </label>
      <FormFault text={review.fault} />
      <div className="acts">
        {findings.map((finding) => (
          <button key={finding} className="btn" value={finding} disabled={review.busy}>
            {m.reviewFindings[finding]}
          </button>
        ))}
      </div>
    </form>
  )
}
