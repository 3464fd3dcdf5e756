import type { Need } from '@linli/contract/people'
import { Icon, useLocale } from '@linli/ui'
import { useMessages } from './messages.ts'

/** Needs by name, each with the day until which it is believed. */
export function NeedTags({ needs }: { needs: readonly Need[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <ul className="needtags">
      {needs.map((need) => (
        <li key={need.id} className="st st-info" title={need.basis}>
          <Icon name="heart" />
          {`${need.names[locale]} ${m.until(need.validTo)}`}
        </li>
      ))}
    </ul>
  )
}
