import type { screenRoutes } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { useLocale } from '@linli/ui'
import { useMessages } from './messages.ts'

/** Numbers on duty, never names of grid workers or where they are. */
export function Duty({ lines }: { lines: RouteOutput<typeof screenRoutes.getScreen>['duty'] }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <div className="duty">
      <h2>{m.duty}</h2>
      <dl>
        {lines.map((line) => (
          <div key={line.names.zh} style={{ display: 'contents' }}>
            <dt>{line.names[locale]}</dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
