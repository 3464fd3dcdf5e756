import { peopleRoutes } from '@linli/contract/people'
import type { RouteOutput } from '@linli/contract/route'
import { useLocale, whenText } from '@linli/ui'
import { FormFault } from '../../frame/FormFault.tsx'
import { useKeys } from '../../frame/keys.ts'
import { Heads } from '../../frame/Table.tsx'
import { PagedList, usePaged } from '../../paged.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useDeskMessages } from '../desk-messages.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useSaid } from '../said.ts'
import { useWords } from '../words.ts'

type Item = RouteOutput<typeof peopleRoutes.listContested>['items'][number]

/** Records that disagree with what holds, oldest first: both are shown, and one press decides. */
export function Contested() {
  const m = useDeskMessages()
  const list = usePaged(peopleRoutes.listContested, { limit: 20 })
  return (
    <PagedList list={list} none={m.noContested}>
      {list.items.map((item) => (
        <ContestedPair key={item.record.id} item={item} />
      ))}
    </PagedList>
  )
}

/** What holds and what was said, with what may be decided. With keys: A takes what was said, R refuses it. */
export function ContestedPair({ item, withKeys = false }: { item: Item; withKeys?: boolean }) {
  const { record, personId, title, holds } = item
  const m = useDeskMessages()
  const words = useWords()
  const said = useSaid()
  const { locale } = useLocale()
  const decide = useRegisterCommand(peopleRoutes.decideRecord)
  const now = new Map(said(holds).map(({ field, value }) => [field, value]))
  const mine = usePersonMessages()
  const shown = ({ documentKind, masked }: Item['numbers'][number]['said']) =>
    [documentKind && words.document[documentKind], masked].filter(Boolean).join(' ') || mine.nothing
  const lines = [
    ...said(record.said).map(({ field, name, value }) => ({ field, name, value, holds: now.get(field) ?? '—' })),
    ...item.numbers.map((one) => ({
      field: one.field,
      name: words.field[one.field] ?? one.field,
      value: shown(one.said),
      holds: shown(one.holds),
    })),
  ]
  const run = (accept: boolean) => void decide.run({ recordId: record.id, accept })
  useKeys(withKeys ? { a: () => run(true), r: () => run(false) } : {})
  return (
    <section className="panel" aria-labelledby={`pair-${record.id}`}>
      <div className="panelhead">
        <h2 id={`pair-${record.id}`}>{title}</h2>
        <Link to={paths.person(personId)} className="btn txt">
          {m.openFile}
        </Link>
      </div>
      <table className="grid cards">
        <Heads names={[m.field, m.holds, m.said]} />
        <tbody>
          {lines.map(({ field, name, value, holds: held }) => (
            <tr key={field}>
              <th scope="row">{name}</th>
              <td data-head={m.holds}>{held}</td>
              <td data-head={m.said}>
                <b>{value}</b> <span className="mut">{m.since(record.validFrom)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="deciding">
        <p className="mut">
          {m.saidBy(record.by ?? m.system, words.knownHow[record.knownHow], whenText(record.recordedAt, locale))}
        </p>
        <button type="button" className="btn pri" disabled={decide.busy} onClick={() => run(true)}>
          {m.accept}
          {withKeys && <kbd>A</kbd>}
        </button>
        <button type="button" className="btn" disabled={decide.busy} onClick={() => run(false)}>
          {m.refuse}
          {withKeys && <kbd>R</kbd>}
        </button>
      </div>
      <FormFault text={decide.fault} />
    </section>
  )
}
