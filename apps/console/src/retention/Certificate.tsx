import { retentionRoutes } from '@linli/contract/retention'
import { fullText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import './retention.css'
import { reading } from '../api.ts'
import { Fact } from '../frame/FactList.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { periodText } from './period.ts'

/** One certificate, as it is printed and put into the papers. */
export default function Certificate({ me, path }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const certificateId = path.slice(path.lastIndexOf('/') + 1)
  const found = useQuery(reading(retentionRoutes.getCertificate, { certificateId }))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <Loading />
  const one = found.data
  return (
    <main className="scroll pad stack">
      <p className="noprint row2">
        <Link to={`${paths.retention}?tab=certificates`}>{m.back}</Link>
        <button type="button" className="btn pri" onClick={() => print()}>
          {m.print}
        </button>
      </p>
      <article className="panel certificate">
        <h1>{m.certificate}</h1>
        <p className="number">{one.number}</p>
        <p>{m.certifies(me.county.names[locale])}</p>
        <dl>
          <Fact name={m.cause}>{m.causes[one.cause]}</Fact>
          <Fact name={m.what}>{one.names[locale]}</Fact>
          <Fact name={m.field}>{m.groups[one.fieldGroup] ?? one.fieldGroup}</Fact>
          <Fact name={m.rule}>
            {one.rule}
            {one.period && ` · ${periodText(m, one.period)}`}
          </Fact>
          <Fact name={m.basis}>{one.basis}</Fact>
          <Fact name={m.began}>{fullText(one.beganAt, locale)}</Fact>
          <Fact name={m.finished}>{one.finishedAt === null ? m.running : fullText(one.finishedAt, locale)}</Fact>
          <Fact name={m.by}>{one.by ?? m.platform}</Fact>
          <Fact name={m.subjects}>{one.subjects}</Fact>
          <Fact name={m.rows}>
            {Object.entries(one.counts)
              .map(([kind, count]) => `${m.counts[kind] ?? kind} ${count}`)
              .join(' · ')}
          </Fact>
          <Fact name={m.digest}>
            <code>{one.digest}</code>
            <small>{m.digestHint}</small>
          </Fact>
        </dl>
        <p className="signature">{m.signature}</p>
      </article>
    </main>
  )
}
