import '../../styles/my-data.css'
import { newId } from '@linli/client'
import { type OwnField, type OwnFile, rightsRoutes } from '@linli/contract/people-rights'
import { Icon, useLocale } from '@linli/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '../../api.ts'
import { signedIn } from '../../keep/my-grid.ts'
import { useStored } from '../../keep/stored.ts'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { ownFilesQuery } from '../../queries.ts'
import { Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { myDataWords } from '../../words/my-data.ts'
import { Children } from './children.tsx'
import { Claim } from './claim.tsx'
import { Links } from './links.tsx'
import { Readings } from './readings.tsx'
import { EarlierRequests, Requests } from './requests.tsx'

/** What is held of the person who is signed in, who looked at it, and what can be asked for. */
export default function MyData() {
  const t = myDataWords.useMessages()
  const inside = useStored(signedIn)
  return (
    <Screen title={t.title} back={paths.mine()}>
      <p className="lead">{t.lead}</p>
      {inside ? (
        <Files />
      ) : (
        <>
          <p>{t.signInFirst}</p>
          <Link className="go apart" href={paths.mine()}>
            {t.toMine}
          </Link>
        </>
      )}
    </Screen>
  )
}

function Files() {
  const common = commonWords.useMessages()
  const files = useQuery(ownFilesQuery())
  if (files.isPending) return <p className="opening">{common.loading}</p>
  if (files.error) return <Trouble error={files.error} onRetry={() => void files.refetch()} />
  const { items } = files.data
  const own = items.some((file) => !file.asGuardian)
  return (
    <>
      {!own && <Claim />}
      {items.map((file) => (
        <File key={file.personId} file={file} />
      ))}
      {own && <Children />}
      <EarlierRequests personIds={items.map(({ personId }) => personId)} />
    </>
  )
}

function File({ file }: { readonly file: OwnFile }) {
  const t = myDataWords.useMessages()
  const reveal = useMutation({
    mutationFn: () => client.call(rightsRoutes.revealOwnFile, { personId: file.personId, commandId: newId() }),
  })
  const opened = new Map(reveal.data?.values.map(({ field, value }) => [field, value]))
  return (
    <>
      <section aria-labelledby={`held-${file.personId}`}>
        <h2 id={`held-${file.personId}`}>{file.asGuardian ? t.child(file.name) : t.held}</h2>
        <dl className="card held">
          {file.fields.map((field) => (
            <Held key={field.code} field={field} opened={opened.get(field.code)} isOpen={reveal.isSuccess} />
          ))}
        </dl>
        {reveal.error && <Trouble error={reveal.error} />}
        {!reveal.data && (
          <button type="button" className="quiet" disabled={reveal.isPending} onClick={() => reveal.mutate()}>
            <Icon name="eye" />
            {t.show}
          </button>
        )}
      </section>
      <Links personId={file.personId} />
      <Readings personId={file.personId} />
      <Requests personId={file.personId} />
    </>
  )
}

interface HeldProps {
  readonly field: OwnField
  /** The sealed value, where there is one and it was opened. */
  readonly opened: string | undefined
  readonly isOpen: boolean
}

/** What is held under one name, and beside it why. */
function Held({ field, opened, isOpen }: HeldProps) {
  const t = myDataWords.useMessages()
  const { locale } = useLocale()
  const known = field.value === null ? null : (t.values[field.value] ?? field.value)
  // A document's kind stands before its number.
  const shown = opened?.replace(/^\w+:/, '') ?? known ?? (field.sealed && !isOpen ? t.inVault : t.nothing)
  const purposes = field.purposes.map((purpose) => t.purposes[purpose] ?? purpose).join(locale === 'zh' ? '、' : ', ')
  return (
    <div>
      <dt>{field.names[locale]}</dt>
      <dd>
        <b className={known === null && opened === undefined ? 'mut' : ''}>{shown}</b>
      </dd>
      <dd className="why">
        <details>
          <summary>
            {t.whyHeld}
            <span className="sr">{field.names[locale]}</span>
          </summary>
          <small>
            {t.why(purposes, field.owner)} · {t.kept(field.retention.years)}
          </small>
          <small>{t.basis(field.basis)}</small>
        </details>
      </dd>
    </div>
  )
}
