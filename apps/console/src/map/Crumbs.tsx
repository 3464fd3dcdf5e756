import { Icon, useLocale } from '@linli/ui'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import type { Land } from './land.ts'
import { useMessages } from './messages.ts'

/** County › town › village › grid; each is a link, so that it can be opened beside. */
export function Crumbs({ land, to }: { land: Land; to: (areaId: string) => string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const last = land.path.length - 1
  return (
    <nav className="mapcrumbs" aria-label={m.path}>
      {land.path.map(({ id, name, nameEn }, index) => (
        <span key={id}>
          {index > 0 && <Icon name="right" />}
          {index === last ? (
            <b aria-current="location">{locale === 'zh' ? name : (nameEn ?? name)}</b>
          ) : (
            <Link to={to(id)}>{locale === 'zh' ? name : (nameEn ?? name)}</Link>
          )}
        </span>
      ))}
      <Link to={paths.area(land.here.id)} className="btn txt">
        {m.areaPage}
      </Link>
    </nav>
  )
}
