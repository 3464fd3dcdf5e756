import { type Matter, matterRoutes } from '@linli/contract/matters'
import { amountText, fullText, MatterStatusTag, matterStatusText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import './sheet.css'
import { reading } from '../api.ts'
import { FactList, type Facts } from '../frame/FactList.tsx'
import { placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useChangeWords } from './change-words.ts'
import { useMessages } from './messages.ts'
import { Pictures } from './Pictures.tsx'

/** A matter on A4 as offices file it: what, where, who, within which limits, and all that happened in the order of time. */
export default function Sheet({ me, path }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const matterId = path.slice('/matters/'.length, -'/sheet'.length)
  const matter = useQuery(reading(matterRoutes.getMatter, { matterId }))
  if (matter.error) return <ErrorState error={matter.error} onRetry={() => void matter.refetch()} />
  if (!matter.data) return <Loading />
  const { data } = matter
  const now = new Date().toISOString()
  return (
    <main className="scroll pad">
      <p className="noprint row2">
        <Link className="btn" to={paths.matter(data.id)}>
          {m.back}
        </Link>
        <button type="button" className="btn pri" onClick={() => print()}>
          {m.print}
        </button>
      </p>
      <article className="panel sheet">
        <h1>{m.sheetTitle(me.county.names[locale])}</h1>
        <p className="number">{data.number}</p>
        <Facts matter={data} />
        <h2>{m.sheetSays}</h2>
        <p className="said">{data.description}</p>
        {data.pictures.length > 0 && <Pictures pictures={data.pictures} className="ph" />}
        <h2>{m.limits}</h2>
        <table>
          <tbody>
            {data.clocks.map((clock) => (
              <tr key={clock.id}>
                <th scope="row">{m.clockKinds[clock.kind] ?? clock.kind}</th>
                <td>
                  {m.usedOf(
                    amountText(clock.usedMinutes, clock.limit.unit, locale),
                    amountText(clock.limitMinutes, clock.limit.unit, locale),
                  )}
                </td>
                <td>{m.dueAt(fullText(clock.dueAt, locale))}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>{m.history}</h2>
        <Steps matter={data} />
        <p className="signs">
          {Object.values(m.signs).map((sign) => (
            <span key={sign}>{sign}</span>
          ))}
        </p>
        <p className="printed">{m.printedBy(me.name, fullText(now, locale))}</p>
      </article>
    </main>
  )
}

function Facts({ matter }: { readonly matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { place, reporter } = matter
  const named = locale === 'zh' ? '、' : ', '
  const facts: Facts = [
    [m.sheetSubject, matter.title],
    [m.status, <MatterStatusTag key="status" status={matter.status} />],
    [m.category, `${matter.category.classNames[locale]} · ${matter.category.names[locale]}`],
    [m.channel, `${m.channels[matter.channel]} · ${fullText(matter.reportedAt, locale)}`],
    [m.grid, placeText(place) || m.noPlace],
    [m.position, matter.address ?? (matter.point ? '' : m.noPin)],
    [m.reporter, [reporter.name, reporter.phone].filter(Boolean).join(' ') || m.anonymous],
    [m.firstReceiver, [matter.firstUnit?.name, matter.firstReceiver].filter(Boolean).join(' · ')],
    [m.handler, [matter.leadUnit?.name, matter.handler?.name].filter(Boolean).join(' · ') || '—'],
    [m.joint, matter.jointUnits.map(({ name }) => name).join(named) || '—'],
  ]
  return <FactList facts={facts} />
}

/** Oldest first, as a file is read. */
function Steps({ matter }: { readonly matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  const changeWords = useChangeWords()
  return (
    <table>
      <tbody>
        {matter.timeline.toReversed().map((entry) => (
          <tr key={entry.id}>
            <td className="num">{fullText(entry.at, locale)}</td>
            <th scope="row">{m.actions[entry.kind]}</th>
            <td>
              {[
                [entry.by.name, entry.by.unit].filter(Boolean).join(' · ') ||
                  (entry.by.kind === 'system' ? m.system : m.resident),
                entry.words ?? '',
                changeWords(entry),
              ]
                .filter(Boolean)
                .join(locale === 'zh' ? '；' : '; ')}
              {entry.to !== null && entry.to !== entry.from && ` → ${matterStatusText(entry.to, locale)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
