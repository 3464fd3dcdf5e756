import { categoryRoutes } from '@linli/contract/categories'
import { useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { useMessages } from './messages.ts'

/** What the category was before: matters of those days still run by it. */
export function Versions({ code }: { readonly code: string }) {
  const m = useMessages()
  const { units } = useMatterMessages()
  const { locale } = useLocale()
  const versions = useQuery(reading(categoryRoutes.listCategoryVersions, { code }))
  const earlier = versions.data?.items.filter((one) => one.validTo !== null) ?? []
  if (earlier.length === 0) return null
  return (
    <section>
      <h2 style={{ font: 'var(--t-16)' }}>{m.versions}</h2>
      <ul>
        {earlier.map((one) => (
          <li key={one.id}>
            {[
              m.version(one.version),
              one.names[locale],
              m.until(whenText(one.validFrom, locale), whenText(one.validTo ?? one.validFrom, locale)),
              `${m.steps.whole} ${one.limits.whole.amount} ${units[one.limits.whole.unit]}`,
              `${m.steps.handle} ${one.limits.handle.amount} ${units[one.limits.handle.unit]}`,
            ].join(' · ')}
          </li>
        ))}
      </ul>
    </section>
  )
}
