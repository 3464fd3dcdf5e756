import type { ReactNode } from 'react'
import { useMessages } from './messages.ts'
import { columns, type Line } from './rows.ts'

interface Row extends Line {
  readonly key: string
  /** Stands in the first column; its name if left out. */
  readonly label?: ReactNode
}

interface Props {
  readonly caption: string
  readonly first: string
  readonly rows: readonly Row[]
  readonly total: Line
}

/** Figures of a month line by line, with their sum below. It scrolls by itself, also by keyboard. */
export function FigureTable({ caption, first, rows, total }: Props) {
  const m = useMessages()
  return (
    <div className="wide" tabIndex={0} role="group" aria-label={caption}>
      <table className="grid month">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{m.households}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {m.figures[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, ...line }) => (
            <tr key={key}>
              <th scope="row">{label ?? line.name}</th>
              <Cells line={line} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{m.total}</th>
            <Cells line={total} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Cells({ line: { households, figures } }: { line: Line }) {
  const m = useMessages()
  return (
    <>
      <td>{households}</td>
      {figures === null ? (
        <td colSpan={columns.length} className="few">
          {m.few}
        </td>
      ) : (
        columns.map((column) => (
          <td key={column} className={figures[column] === 0 ? 'zero' : ''}>
            {figures[column]}
          </td>
        ))
      )}
    </>
  )
}
