import type { DutyFigures } from '@linli/contract/duty-load'
import type { ReactNode } from 'react'
import { usePlanMessages } from './plan-messages.ts'

interface Row extends DutyFigures {
  readonly key: string
  readonly label: ReactNode
  /** What falls to one grid on a working day, in words. */
  readonly day?: string
}

interface Props {
  readonly title: string
  readonly hint?: string
  readonly nothing: string
  readonly first: string
  readonly rows: readonly Row[]
}

const columns = ['due', 'ahead', 'done', 'missed'] as const

/** Figures side by side, of areas or of rules, in the order that they are given in. */
export function LoadTable({ title, hint, nothing, first, rows }: Props) {
  const m = usePlanMessages()
  const withDay = rows.some(({ day }) => day !== undefined)
  return (
    <section className="panel">
      <h2>
        {title} {hint !== undefined && rows.length > 0 && <small>{hint}</small>}
      </h2>
      {rows.length === 0 ? (
        <p className="monthnote">{nothing}</p>
      ) : (
        // A table wider than the page is scrolled by itself, also from the keyboard.
        <div className="wide" tabIndex={0} role="region" aria-label={title}>
          <table className="grid month">
            <thead>
              <tr>
                <th scope="col">{first}</th>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {m.figures[column]}
                  </th>
                ))}
                {withDay && <th scope="col">{m.day}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{row.label}</th>
                  {columns.map((column) => (
                    <td key={column} className={row[column] === 0 ? 'zero' : ''}>
                      {row[column]}
                    </td>
                  ))}
                  {withDay && <td>{row.day}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
