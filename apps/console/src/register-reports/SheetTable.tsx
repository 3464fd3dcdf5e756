import type { SheetView } from '@linli/contract/people-reports'
import { useMessages } from './messages.ts'

/** A sheet of a workbook, near enough to know it again; wider than the page it is scrolled by itself. */
export function SheetTable({ sheet }: { sheet: SheetView }) {
  const m = useMessages()
  return (
    <section aria-label={sheet.name} className="sheet" tabIndex={0}>
      <table>
        <tbody>
          {sheet.rows.map(({ row, cells }) => (
            <tr key={row}>
              {cells.map((cell, index) => (
                <td
                  // Cells have no name of their own; their order never changes.
                  key={index}
                  colSpan={cell.columns}
                  rowSpan={cell.rows}
                  className={[cell.bold ? 'bold' : '', cell.align ?? ''].join(' ')}
                >
                  {cell.text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.more && <p className="mut">{m.more}</p>}
    </section>
  )
}
