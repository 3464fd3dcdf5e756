import { type ReportCheck, reportRoutes } from '@linli/contract/people-reports'
import { Status, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { Heads } from '../frame/Table.tsx'
import { useMessages } from './messages.ts'

/** What a workbook asks for, faults first, each with its cell. */
export function CheckTable({ check }: { check: ReportCheck }) {
  const m = useMessages()
  const { locale } = useLocale()
  const names = useQuery({ ...reading(reportRoutes.listReportNames, {}), staleTime: 600_000 })
  const nameOf = (code: string | null) => names.data?.items.find((one) => one.code === code)?.names[locale] ?? ''
  const bad = check.marks.filter(({ fault }) => fault !== null)
  const good = check.marks.filter(({ fault }) => fault === null)
  return (
    <div className="stack">
      <p role="status">{m.checked(good.length, bad.length)}</p>
      {check.own.length > 0 && <p className="mut">{m.own(check.own.map(({ name }) => name).join('、'))}</p>}
      <div style={{ overflow: 'auto', maxHeight: 320 }} tabIndex={0} role="region" aria-label={m.names}>
        <table className="grid">
          <Heads names={[m.cell, m.written, bad.length > 0 ? m.wrong : m.meaning]} />
          <tbody>
            {[...bad, ...good].map(({ sheet, cell, name, code, fault, meant }, index) => (
              // The same name may stand in a cell twice.
              <tr key={`${sheet} ${cell} ${index}`}>
                <td>{`${sheet} ${cell || m.margin}`}</td>
                <td>{name}</td>
                <td>
                  {fault === null ? (
                    nameOf(code)
                  ) : (
                    <Status tone="danger" icon="alert">
                      {[m.faults[fault], ...(meant === null ? [] : [m.perhaps(meant)])].join(' · ')}
                    </Status>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
