import { readingReviewRoutes } from '@linli/contract/reading-reviews'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { Review } from '../rights/Readings.tsx'
import { useMessages } from './messages.ts'

/** Readings that a human should look at, with what they found. */
export default function ReviewPreview({ reviewId }: { readonly reviewId: string }) {
  const m = useMessages()
  const list = usePaged(readingReviewRoutes.listReadingReviews, { reviewId, limit: 1 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  const [review] = list.items
  return (
    <section className="pv">
      <div className="in">{review ? <Review review={review} /> : <p className="blank">{m.gone}</p>}</div>
    </section>
  )
}
