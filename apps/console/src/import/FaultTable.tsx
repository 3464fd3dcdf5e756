import type { Names } from '@linli/contract/common'
import { defineMessages, useLocale } from '@linli/ui'
import { Heads } from '../frame/Table.tsx'

const { useMessages } = defineMessages(
  { row: '行', column: '列', value: '值', why: '原因', more: (count: number) => `另有 ${count} 处，见改正表。` },
  {
    row: 'Row',
    column: 'Column',
    value: 'Value',
    why: 'Reason',
    more: (count: number) => `${count} more, see the downloaded rows.`,
  },
)

const SHOWN = 200

interface Props<Reason extends string> {
  readonly faults: readonly {
    readonly row: number
    readonly column: string | null
    readonly value: string
    readonly reason: Reason
  }[]
  readonly reasons: Readonly<Record<Reason, Names>>
  /** How many there are, where the list comes in one piece: the first are shown, the others stand in the file. */
  readonly count?: number
}

/** What is wrong with which row of a list that was sent in. */
export function FaultTable<Reason extends string>({ faults, reasons, count }: Props<Reason>) {
  const m = useMessages()
  const { locale } = useLocale()
  const shown = count === undefined ? faults : faults.slice(0, SHOWN)
  return (
    <>
      <table className="grid">
        <Heads names={[m.row, m.column, m.value, m.why]} />
        <tbody>
          {shown.map((fault, index) => (
            <tr key={`${fault.row}-${index}`}>
              <td>{fault.row}</td>
              <td>{fault.column}</td>
              <td>{fault.value}</td>
              <td>{reasons[fault.reason][locale]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count !== undefined && count > SHOWN && <p className="empty">{m.more(count - SHOWN)}</p>}
    </>
  )
}
