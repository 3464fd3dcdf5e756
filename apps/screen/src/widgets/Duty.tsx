import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useLocale } from '@linli/ui'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useMessages } from '../messages.ts'
import { Head } from './Head.tsx'

/** Desks and grids that have somebody on duty: posts, never who or where. */
export const Duty = memo(function Duty({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const { locale } = useLocale()
  const grids = data.duty.find(({ code }) => code === 'grids')
  return (
    <>
      <Head
        info={{
          title: m.dutyList,
          value: grids ? `${grids.names[locale]} ${m.staffedOf(grids.staffed, grids.all)}` : '—',
          how: words.howDuty,
          at: data.at,
          rows: null,
        }}
      />
      <dl className="duty">
        {data.duty.map((line) => (
          <div key={line.code}>
            <dt>{line.names[locale]}</dt>
            <dd className={line.staffed < line.all ? 'short' : ''}>
              {!line.rostered
                ? m.held(line.staffed, line.all)
                : line.all > 1
                  ? m.staffedOf(line.staffed, line.all)
                  : line.staffed > 0
                    ? m.staffed
                    : m.unstaffed}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
})
