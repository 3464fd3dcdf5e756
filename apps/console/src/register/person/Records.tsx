import type { PersonRecord } from '@linli/contract/people'
import { Icon, Status } from '@linli/ui'
import { When } from '../../frame/When.tsx'
import { useFieldName } from '../field-names.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useSaid } from '../said.ts'
import { useWords } from '../words.ts'

/** What was said of somebody, by whom, known how; where it disagreed with something better known, it says so. */
export function Records({ records }: { records: readonly PersonRecord[] }) {
  const mine = usePersonMessages()
  const words = useWords()
  const said = useSaid()
  const nameOf = useFieldName()
  return (
    <section className="panel" aria-labelledby="records">
      <h2 id="records">{mine.records}</h2>
      {records.length === 0 ? (
        <p className="empty">{mine.noRecords}</p>
      ) : (
        <ol className="line">
          {records.map((record) => (
            <li key={record.id} className={record.standing === 'refused' ? 'p' : ''}>
              <span className={record.standing === 'contested' ? 'd amb' : 'd'}>
                <Icon name={record.standing === 'contested' ? 'talk' : 'note'} />
              </span>
              <div>
                <b>
                  {mine.said([
                    ...said(record.said),
                    ...record.sealed.map((field) => ({ name: nameOf(field), value: mine.sealedAway })),
                  ])}
                </b>
                <p>
                  {`${words.knownHow[record.knownHow]} · ${mine.validSince(record.validFrom)}`}{' '}
                  {record.standing === 'contested' && (
                    <Status tone="warn" icon="talk">
                      {mine.contested}
                    </Status>
                  )}
                  {record.standing === 'refused' && (
                    <Status tone="neutral" icon="close">
                      {mine.refused}
                    </Status>
                  )}
                </p>
              </div>
              <p className="when">
                <When at={record.recordedAt} />
                <small>{mine.recordedBy(record.by ?? mine.system)}</small>
                {record.decidedAt !== null && <small>{mine.decidedBy(record.decidedBy ?? mine.system)}</small>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
