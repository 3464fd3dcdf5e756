import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useLocale } from '@linli/ui'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useInfo } from '../frame/info.tsx'
import { useMessages } from '../messages.ts'
import { rowsOf } from '../rows.ts'
import { useFitting } from './use-fitting.ts'

/** What came in within a week, by class, each against its own usual. As many as there is room for. */
export const Categories = memo(function Categories({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const { locale } = useLocale()
  const explain = useInfo()
  const list = useFitting<HTMLUListElement>(data.categories)
  const most = Math.max(...data.categories.map(({ week, median }) => Math.max(week, median ?? 0)), 1)
  return (
    <>
      <h2>
        {m.categories} <small>{m.categoriesAside}</small>
      </h2>
      <ul className="cats" ref={list}>
        {data.categories.map(({ code, names, week, median }) => (
          <li key={code}>
            <button
              type="button"
              onClick={() =>
                explain({
                  title: names[locale],
                  value: `${week} ${m.pieces}　${m.median} ${median ?? '—'}`,
                  how: words.howCategories,
                  at: data.at,
                  rows: rowsOf(data, { category: code }),
                })
              }
            >
              <span>{names[locale]}</span>
              <i aria-hidden="true">
                <i style={{ width: `${(week * 100) / most}%` }} />
                {median !== null && <b style={{ left: `${(median * 100) / most}%` }} />}
              </i>
              <b>{week}</b>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
})
