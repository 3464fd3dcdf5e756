import type { RegisterExport } from '@linli/contract/people-lists'
import type { ReactNode } from 'react'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, type Paged } from '../paged.tsx'
import { ExportFacts } from './ExportFacts.tsx'

interface Props {
  readonly title: string
  readonly list: Paged<RegisterExport>
  readonly none: string
  readonly fault: string | null
  /** The cells of one's state, and what may be done about it. */
  readonly children: (one: RegisterExport) => ReactNode
}

/** Exports of people, one a row. */
export function ExportTable({ title, list, none, fault, children }: Props) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  return (
    <section className="panel">
      <h2>{title}</h2>
      {fault && (
        <p className="empty bad" role="alert">
          {fault}
        </p>
      )}
      {list.items.length === 0 && <p className="empty">{none}</p>}
      {list.items.length > 0 && (
        <table className="grid">
          <tbody>
            {list.items.map((one) => (
              <tr key={one.id}>
                <ExportFacts one={one} />
                {children(one)}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </section>
  )
}
