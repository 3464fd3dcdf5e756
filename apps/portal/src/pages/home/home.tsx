import { Icon, type IconName, Logo, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { myGrid } from '../../keep/my-grid.ts'
import { elderMode } from '../../keep/prefs.ts'
import { useStored } from '../../keep/stored.ts'
import { DangerNumbers } from '../../parts/danger-numbers.tsx'
import { canDictate } from '../../parts/dictation.ts'
import { ReadAloud } from '../../parts/read-aloud.tsx'
import { Title } from '../../parts/screen.tsx'
import { paths } from '../../paths.ts'
import { areasQuery } from '../../queries.ts'
import { Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { homeWords } from '../../words/home.ts'
import { CallWorker, WorkerCard } from './worker-card.tsx'
import { YourReports } from './your-reports.tsx'
import { Unfinished } from './unfinished.tsx'

export function Home() {
  const elder = useStored(elderMode)
  return (
    <>
      <TopBar />
      {elder ? <ElderHome /> : <StandardHome />}
    </>
  )
}

function TopBar() {
  const t = commonWords.useMessages()
  const { locale, setLocale } = useLocale()
  const elder = useStored(elderMode)
  const county = useQuery(areasQuery()).data?.parent
  // 松滋, not 松滋市: as people say it.
  const name =
    locale === 'zh' ? county?.name.replace(/[市县区]$/, '') : county?.nameEn?.replace(/ (City|County|District)$/, '')
  return (
    <header className="top">
      <Logo />
      <b>
        {t.appName}
        {name && ` · ${name}`}
      </b>
      {elder && (
        <Link className="top-action" href={paths.mine()}>
          {homeWords.tables[locale].mine}
        </Link>
      )}
      <button type="button" className="top-action" aria-pressed={elder} onClick={() => elderMode.set(!elder)}>
        {!elder && <Icon name="text" />}
        {elder ? t.standard : t.elder}
      </button>
      {!elder && (
        <button
          type="button"
          className="top-action"
          lang={locale === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}
        >
          {t.otherLanguage}
        </button>
      )}
    </header>
  )
}

function StandardHome() {
  const t = homeWords.useMessages()
  const grid = useStored(myGrid)
  return (
    <main id="main" className="home">
      <Title>{t.question}</Title>
      <Link className="my-place" href={paths.grid()}>
        <Icon name="pin" />
        {grid?.label ?? t.chooseGrid}
        <Icon name="down" />
      </Link>
      <div className="big-report">
        <Link className="big-report-say" href={paths.report()}>
          <Icon name="report" />
          <span>
            <strong>{t.report}</strong>
            <small>{t.reportHint}</small>
          </span>
        </Link>
        {canDictate() && (
          <Link className="big-report-mic" href={paths.speak()} aria-label={t.speak}>
            <Icon name="mic" />
          </Link>
        )}
      </div>
      <nav className="tiles" aria-label={t.others}>
        <Tile href={paths.track()} icon="track" name={t.track} hint={t.trackHint} />
        <Tile href={paths.mine()} icon="me" name={t.mine} hint={t.mineHint} />
        <Tile href={paths.grid()} icon="people" name={t.grid} hint={t.gridHint} />
      </nav>
      <Unfinished />
      <YourReports />
      {grid && <WorkerCard gridId={grid.gridId} />}
      <DangerNumbers />
    </main>
  )
}

function Tile({ href, icon, name, hint }: { href: string; icon: IconName; name: string; hint: string }) {
  return (
    <Link className="tile" href={href}>
      <Icon name={icon} />
      <strong>{name}</strong>
      <small>{hint}</small>
    </Link>
  )
}

/** Not the same page larger: one thing per row, and the telephone before the form. */
function ElderHome() {
  const t = homeWords.useMessages()
  const common = commonWords.useMessages()
  const grid = useStored(myGrid)
  const main = useRef<HTMLElement>(null)
  const speaks = canDictate()
  return (
    <main ref={main} id="main" className="home elder-home">
      <div className="head">
        <Title>{t.question}</Title>
        <ReadAloud of={main} />
      </div>
      <Row
        href={speaks ? paths.speak() : paths.report()}
        icon={speaks ? 'mic' : 'report'}
        name={speaks ? t.speakElder : t.tellElder}
        hint={speaks ? t.speakElderHint : t.reportHint}
        first
      />
      {grid ? (
        <CallWorker gridId={grid.gridId} />
      ) : (
        <Row href={paths.grid()} icon="people" name={t.grid} hint={t.gridHint} />
      )}
      <Unfinished />
      <YourReports />
      <Row href={paths.track()} icon="track" name={t.track} hint={t.trackHint} />
      <a className="danger-call" href="tel:110">
        <Icon name="alert" />
        {common.dangerElder}
      </a>
    </main>
  )
}

function Row({
  href,
  icon,
  name,
  hint,
  first = false,
}: {
  href: string
  icon: IconName
  name: string
  hint: string
  first?: boolean
}) {
  return (
    <Link className={first ? 'row-big first' : 'row-big'} href={href}>
      <Icon name={icon} />
      <span>
        <strong>{name}</strong>
        <small>{hint}</small>
      </span>
      {!first && <Icon name="right" />}
    </Link>
  )
}
