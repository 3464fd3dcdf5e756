import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { memo } from 'react'
import { useFigureWords } from '../figure-words.ts'
import { useInfo } from '../frame/info.tsx'
import { useMessages } from '../messages.ts'
import { rowsOf } from '../rows.ts'

const levels = ['grid', 'village', 'town', 'county'] as const

/** 小问题网格解决, 大问题社区化解: on which level today's matters were settled. */
export const Levels = memo(function Levels({ data }: { data: ScreenSnapshot }) {
  const m = useMessages()
  const words = useFigureWords()
  const explain = useInfo()
  const total = levels.reduce((sum, level) => sum + data.settledBy[level], 0)
  const share = (level: (typeof levels)[number]) =>
    total === 0 ? '—' : `${Math.round((data.settledBy[level] * 100) / total)}%`
  return (
    <>
      <h2>{m.level}</h2>
      <div className="lv">
        <div className="b" aria-hidden="true">
          {total > 0 &&
            levels
              .filter((level) => data.settledBy[level] > 0)
              .map((level) => <i key={level} className={`by-${level}`} style={{ flexGrow: data.settledBy[level] }} />)}
        </div>
        <ul>
          {levels.map((level) => (
            <li key={level}>
              <button
                type="button"
                onClick={() =>
                  explain({
                    title: `${m.level} · ${m[level]}`,
                    value: `${data.settledBy[level]} ${m.pieces}　${share(level)}`,
                    how: words.howLevel,
                    at: data.at,
                    rows: rowsOf(data, { level }),
                  })
                }
              >
                <b>{share(level)}</b>
                <span>
                  <i className={`by-${level}`} />
                  {m[level]}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
})
