import '../../styles/mine.css'
import { residentRoutes } from '@linli/contract/identity'
import { Icon, useLocale } from '@linli/ui'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { client, queries } from '../../api.ts'
import { signedIn } from '../../keep/my-grid.ts'
import { elderMode } from '../../keep/prefs.ts'
import { receipts } from '../../keep/receipts.ts'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { myReportsQuery, residentQuery } from '../../queries.ts'
import { Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { mineWords } from '../../words/mine.ts'
import { KeptReport, ReportCard } from '../home/your-reports.tsx'
import { SignIn } from './sign-in.tsx'

export default function Mine() {
  const t = mineWords.useMessages()
  const inside = useStored(signedIn)
  return (
    <Screen title={t.title} back={paths.home()}>
      {inside ? <MyReports /> : <SignIn />}
      {inside && (
        <Link className="row" href={paths.data()}>
          <Icon name="me" />
          <span>
            <b>{t.myData}</b>
            <small>{t.myDataHint}</small>
          </span>
          <Icon name="right" />
        </Link>
      )}
      <OnThisPhone />
      <Reading />
      {inside && <SignOut />}
    </Screen>
  )
}

function MyReports() {
  const t = mineWords.useMessages()
  const common = commonWords.useMessages()
  const resident = useQuery(residentQuery())
  const reports = useInfiniteQuery(myReportsQuery())
  const items = reports.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="mine-heading">
      {resident.data && <p className="lead">{t.signedInAs(resident.data.phoneMasked)}</p>}
      <h2 id="mine-heading">{t.reports}</h2>
      {reports.isPending && <p className="opening">{common.loading}</p>}
      {reports.error && <Trouble error={reports.error} onRetry={() => void reports.refetch()} />}
      {reports.data && items.length === 0 && <p className="lead">{t.noReports}</p>}
      {items.map((matter) => (
        <ReportCard key={matter.id} number={matter.number} matter={matter} />
      ))}
      {reports.hasNextPage && (
        <button
          type="button"
          className="quiet"
          disabled={reports.isFetchingNextPage}
          onClick={() => void reports.fetchNextPage()}
        >
          {t.more}
        </button>
      )}
    </section>
  )
}

function OnThisPhone() {
  const t = mineWords.useMessages()
  const inside = useStored(signedIn)
  const mine =
    useInfiniteQuery({ ...myReportsQuery(), enabled: inside }).data?.pages.flatMap((page) => page.items) ?? []
  // What the session shows above already needs no second card.
  const kept = useStored(receipts).filter(({ number }) => !mine.some((matter) => matter.number === number))
  if (kept.length === 0) return null
  return (
    <section aria-labelledby="phone-heading">
      <h2 id="phone-heading">{t.onThisPhone}</h2>
      {kept.map(({ number, title }) => (
        <div key={number} className="kept">
          <KeptReport number={number} />
          <button type="button" className="txt" aria-label={t.forget(title)} onClick={() => receipts.forget(number)}>
            {t.forgetShort}
          </button>
        </div>
      ))}
    </section>
  )
}

function Reading() {
  const t = mineWords.useMessages()
  const { locale, setLocale } = useLocale()
  const elder = useStored(elderMode)
  return (
    <section aria-labelledby="reading-heading">
      <h2 id="reading-heading">{t.reading}</h2>
      <label className="row switch-row">
        <Icon name="text" />
        <span>
          <b>{t.elderOn}</b>
          <small>{t.elderHint}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={elder}
          onChange={(event) => elderMode.set(event.currentTarget.checked)}
        />
      </label>
      <fieldset className="languages">
        <legend>{t.language}</legend>
        {(['zh', 'en'] as const).map((each) => (
          <label key={each} className={locale === each ? 'opt on' : 'opt'} lang={each === 'zh' ? 'zh-CN' : 'en'}>
            <input type="radio" name="language" checked={locale === each} onChange={() => setLocale(each)} />
            <b>{each === 'zh' ? '中文' : 'English'}</b>
          </label>
        ))}
      </fieldset>
    </section>
  )
}

function SignOut() {
  const t = mineWords.useMessages()
  const leave = useMutation({
    mutationFn: () => client.call(residentRoutes.residentLogout, {}),
    onSuccess: () => {
      signedIn.set(false)
      // What the session showed must not stay behind it.
      queries.clear()
      announce(t.signedOut)
    },
  })
  return (
    <>
      {leave.error && <Trouble error={leave.error} />}
      <button type="button" className="quiet" disabled={leave.isPending} onClick={() => leave.mutate()}>
        {t.signOut}
      </button>
    </>
  )
}
