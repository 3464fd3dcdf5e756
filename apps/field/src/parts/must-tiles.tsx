import { Icon, type IconName } from '@linli/ui'
import { type MustReport, mustReports } from '../forms/must-report.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { messages } from '../words/messages.ts'

const icons: Readonly<Record<MustReport, IconName>> = {
  unstable: 'talk',
  hazard: 'alert',
  surroundings: 'pin',
  facilities: 'gear',
}

/** What must be reported, each one touch away; and help that cannot wait for a report. */
export function MustTiles() {
  const t = messages.useMessages()
  return (
    <section aria-label={t.mustReport}>
      <ul className="tiles">
        {mustReports.map((kind) => (
          <li key={kind}>
            <Link className="tile" href={paths.report(undefined, kind)}>
              <Icon name={icons[kind]} />
              {t.must[kind]}
            </Link>
          </li>
        ))}
        <li>
          <Link className="tile" href={paths.find('newcomer')}>
            <Icon name="people" />
            {t.newArrival}
          </Link>
        </li>
        <li>
          <Link className="tile urgent" href={paths.firstHelp()}>
            <Icon name="walk" />
            {t.firstHelp}
          </Link>
        </li>
      </ul>
    </section>
  )
}
