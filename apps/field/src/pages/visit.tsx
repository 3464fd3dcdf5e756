import { useFact } from '../account/use-account.ts'
import { useDoor } from '../door/use-door.ts'
import { VisitSheet } from '../door/visit-sheet.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { type VisitKind, paths } from '../paths.ts'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'

interface Props {
  readonly kind: VisitKind
  readonly id: string
  /** A visit that lies in the outbox, to be changed. */
  readonly entry: string | null
  readonly newcomer: boolean
}

export default function VisitPage({ kind, id, entry, newcomer }: Props) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const door = useDoor(kind, id)
  const basics = useFact('fieldBasics')
  if (door === undefined) return <p className="empty">{t.opening}</p>
  if (door === null) {
    return (
      <>
        <PageHead title={w.findTitle} back={paths.find()} />
        <p className="empty">{w.unknownDoor}</p>
      </>
    )
  }
  return <VisitSheet door={door} entry={entry} newcomer={newcomer} needNames={basics?.needNames ?? {}} />
}
