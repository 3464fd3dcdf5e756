import { Icon, type Locale, useLocale } from '@linli/ui'
import { useState } from 'react'
import { leave } from '../account/account.ts'
import { useAccount, useEntries, useKept } from '../account/use-account.ts'
import { isUnsent } from '../outbox/entry.ts'
import { Ask } from '../parts/ask.tsx'
import { HomeScreen } from '../parts/install-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Seg } from '../parts/seg.tsx'
import { isNearlyFull, MEGABYTE, useEstimate } from '../parts/storage.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { countDrafts } from '../store/drafts.ts'
import { useObservable } from '../sync/observable.ts'
import { chooseTheme, theme, themes } from '../theme.ts'
import { takeUpdate, waitingUpdate } from '../update.ts'
import { dutyMessages } from '../words/duty.ts'
import { messages } from '../words/messages.ts'
import { noticeMessages } from '../words/notices.ts'
import { phoneMessages } from '../words/phone.ts'

const languages: readonly (readonly [Locale, string])[] = [
  ['zh', '中文'],
  ['en', 'English'],
]

export default function MePage() {
  const t = messages.useMessages()
  const d = dutyMessages.useMessages()
  const n = noticeMessages.useMessages()
  const { locale, setLocale } = useLocale()
  const { me } = useAccount()
  const update = useObservable(waitingUpdate)
  const unsent = (useEntries() ?? []).filter(isUnsent).length + (useKept('drafts', 'draft count', countDrafts) ?? 0)
  const [leaving, setLeaving] = useState(false)
  return (
    <>
      <PageHead title={me.name} under={me.county.names[locale]} />
      <div className="matter">
        <section>
          <h2>{t.posts}</h2>
          <ul className="posts">
            {me.posts.map((post) => (
              <li key={post.id}>
                {post.unit.name} · {post.title ?? post.role.names[locale]}
              </li>
            ))}
          </ul>
        </section>
        <nav aria-label={t.more}>
          <ul className="links">
            <li>
              <Link className="button wide" href={paths.duty()}>
                <Icon name="clock" />
                {d.myDuty}
              </Link>
            </li>
            <li>
              <Link className="button wide" href={paths.notices()}>
                <Icon name="speaker" />
                {n.title}
              </Link>
            </li>
            <li>
              <Link className="button wide" href={paths.help()}>
                <Icon name="book" />
                {t.help}
              </Link>
            </li>
            <li>
              <Link className="button wide" href={paths.firstHelp()}>
                <Icon name="walk" />
                {t.firstHelp}
              </Link>
            </li>
            <li>
              <Link className="button wide" href={paths.map()}>
                <Icon name="map" />
                {t.map}
              </Link>
            </li>
          </ul>
        </nav>
        <fieldset className="field">
          <legend>{t.language}</legend>
          <div className="pair">
            {languages.map(([each, name]) => (
              <label className="choice" key={each} lang={each === 'zh' ? 'zh-CN' : 'en'}>
                <input type="radio" name="language" checked={locale === each} onChange={() => setLocale(each)} />
                <span>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Looks />
        <Space />
        <HomeScreen />
        {update && (
          <section>
            <h2>{t.newVersion}</h2>
            <button type="button" className="button wide" onClick={() => takeUpdate(update)}>
              {t.takeUpdate}
            </button>
          </section>
        )}
        <button type="button" className="button wide" onClick={() => setLeaving(true)}>
          {t.signOut}
        </button>
      </div>
      {leaving && (
        <Ask title={t.signOut} yes={t.signOutAnyway} onYes={() => void leave()} onNo={() => setLeaving(false)}>
          <p>{t.signOutAsk}</p>
          {unsent > 0 && <p className="fault">{t.signOutUnsent(unsent)}</p>}
        </Ask>
      )}
    </>
  )
}

function Looks() {
  const w = phoneMessages.useMessages()
  return (
    <fieldset className="field">
      <legend>{w.looks}</legend>
      <Seg
        label={w.looks}
        choices={themes.map((each) => [each, w.look[each]] as const)}
        value={useObservable(theme)}
        onChoose={chooseTheme}
      />
    </fieldset>
  )
}

function Space() {
  const t = messages.useMessages()
  const estimate = useEstimate()
  if (estimate === null) return null
  return (
    <section>
      <h2>{t.storage}</h2>
      <p>{t.storageUsed(size(estimate.used), size(estimate.all))}</p>
      {isNearlyFull(estimate) && <p className="fault">{t.storageNearlyFull}</p>}
      {!estimate.fixed && <p className="hint">{t.storageNotFixed}</p>}
    </section>
  )
}

function size(bytes: number): string {
  const megabytes = bytes / MEGABYTE
  return megabytes < 1000 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1024).toFixed(1)} GB`
}
