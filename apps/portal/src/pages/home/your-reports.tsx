import type { TrackedMatter } from '@linli/contract/matters'
import { Icon, MatterStatusTag, useLocale, whenText } from '@linli/ui'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { signedIn } from '../../keep/my-grid.ts'
import { receipts } from '../../keep/receipts.ts'
import { useStored } from '../../keep/stored.ts'
import { paths } from '../../paths.ts'
import { myReportsQuery, progressQuery } from '../../queries.ts'
import { Link } from '../../router.tsx'
import { homeWords } from '../../words/home.ts'

const shown = 2

/** What was reported with this phone, from its receipts and from the session. The rest stands under 我的. */
export function YourReports() {
  const t = homeWords.useMessages()
  const kept = useStored(receipts)
  const mine = useInfiniteQuery({ ...myReportsQuery(), enabled: useStored(signedIn) }).data?.pages[0]?.items ?? []
  const numbers = [...new Set([...kept.map(({ number }) => number), ...mine.map(({ number }) => number)])]
  if (numbers.length === 0) return null
  return (
    <section aria-labelledby="reports-heading">
      <h2 id="reports-heading">
        {t.yourReports}
        {numbers.length > shown && <Link href={paths.mine()}>{t.allReports(numbers.length)}</Link>}
      </h2>
      {numbers.slice(0, shown).map((number) => {
        const known = mine.find((matter) => matter.number === number)
        return known ? (
          <ReportCard key={number} number={number} matter={known} />
        ) : (
          <KeptReport key={number} number={number} />
        )
      })}
    </section>
  )
}

/** A report this phone holds the code of; without a network, what the receipt says. */
export function KeptReport({ number }: { number: string }) {
  const { data } = useQuery({ ...progressQuery(number), refetchInterval: false })
  return <ReportCard number={number} matter={data} />
}

type Summary = Pick<TrackedMatter, 'title' | 'status' | 'clock' | 'settleBy' | 'reportedAt'>

export function ReportCard({ number, matter }: { number: string; matter: Summary | undefined }) {
  const t = homeWords.useMessages()
  const { locale } = useLocale()
  const receipt = receipts.find(number)
  return (
    <Link className="card mine" href={paths.progress(number)}>
      <span>
        <strong>{matter?.title ?? receipt?.title ?? number}</strong>
        <span className="mine-facts">
          {matter && <MatterStatusTag status={matter.status} />}
          <small>{factsOf(matter)}</small>
        </span>
      </span>
      <Icon name="right" />
    </Link>
  )

  function factsOf(known: Summary | undefined): string {
    if (!known) return receipt ? t.latest(whenText(receipt.settleBy, locale)) : ''
    if (known.status === 'verified' && known.clock) return t.confirmBy(whenText(known.clock.dueAt, locale))
    if (known.status === 'settled') return t.reportedOn(whenText(known.reportedAt, locale))
    // The whole limit: how long the present step may take is for those who work on it.
    return known.clock && known.settleBy
      ? t.latest(whenText(known.settleBy, locale))
      : t.reportedOn(whenText(known.reportedAt, locale))
  }
}
