import type { Household, Member } from '@linli/contract/people'
import { Status } from '@linli/ui'
import { useEffect } from 'react'
import { Heads } from '../../frame/Table.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useAge } from '../use-age.ts'
import { useMessages } from '../messages.ts'
import { NeedTags } from '../NeedTags.tsx'
import { useWords } from '../words.ts'

interface Props {
  readonly household: Household
  /** Whoever was looked for is marked. */
  readonly chosenId: string | null
  /** The other day that one looks at; pages that are opened from here show the same. */
  readonly day: string | undefined
  /** The piece of work that the household was opened for; so are its people. */
  readonly caseId: string | undefined
}

/** Who belongs to the household on that day; on a narrow screen each row becomes a card. */
export function Members({ household, chosenId, day, caseId }: Props) {
  const m = useMessages()
  useEffect(() => {
    if (chosenId) document.getElementById(`member-${chosenId}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosenId])
  if (household.members.length === 0) return <p className="blank">{m.noMembers}</p>
  const heads = [m.name, m.sexAge, m.relation, m.residence, m.since, m.needs, m.document, m.phone]
  return (
    <table className="grid cards">
      <Heads names={heads} />
      <tbody>
        {household.members.map((member) => (
          <Row
            key={member.id}
            member={member}
            on={household.on}
            file={fileOf(member.id, day, caseId)}
            chosen={member.id === chosenId}
          />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly member: Member
  readonly on: string
  readonly file: string
  readonly chosen: boolean
}

function fileOf(id: string, day: string | undefined, caseId: string | undefined): string {
  if (day) return `${paths.person(id)}?on=${day}`
  return caseId === undefined ? paths.person(id) : paths.forWork(paths.person(id), caseId)
}

function Row({ member, on, file, chosen }: RowProps) {
  const m = useMessages()
  const words = useWords()
  const age = useAge()
  const seen = member.documentKind !== 'unknown' && member.documentKind !== 'none'
  return (
    <tr id={`member-${member.id}`} className={chosen ? 'on' : ''} aria-current={chosen || undefined}>
      <th scope="row">
        {member.opens ? <Link to={file}>{member.name}</Link> : member.name}
        {member.contested && (
          <Status tone="warn" icon="talk">
            {m.contested}
          </Status>
        )}
      </th>
      <td data-head={m.sexAge}>{[words.sex[member.sex], age(member.birthOn, on)].join(' · ')}</td>
      <td data-head={m.relation}>{words.relation[member.relation]}</td>
      <td data-head={m.residence}>
        {words.residence[member.residenceKind]}
        {!member.livesHere && <span className="mut">{` · ${m.elsewhere}`}</span>}
      </td>
      <td data-head={m.since} className="num">
        {member.since}
      </td>
      <td data-head={m.needs}>{member.needs.length > 0 ? <NeedTags needs={member.needs} /> : '—'}</td>
      <td data-head={m.document}>
        {seen ? (
          <Status tone="ok" icon="ok">
            {m.seen}
          </Status>
        ) : (
          <span className="mut">{member.documentKind === 'none' ? words.document.none : m.unseen}</span>
        )}
      </td>
      <td data-head={m.phone} className="num">
        {member.phoneMasked ?? '—'}
      </td>
    </tr>
  )
}
