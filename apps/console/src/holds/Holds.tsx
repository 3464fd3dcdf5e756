import { holdRoutes } from '@linli/contract/legal-holds'
import { Proposals, type Stage } from '../by-two/Proposals.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { Hold } from './Hold.tsx'
import { ProposeHold } from './ProposeHold.tsx'
import { useMessages } from './messages.ts'

/** What must not be deleted: asked for by one person, in force when a second one agrees, and ended the same way. */
export default function Holds({ search }: PageProps) {
  return (
    <Proposals
      search={search}
      words={useMessages()}
      form={(onClose) => <ProposeHold onClose={onClose} />}
      list={(stage) => <List key={stage} stage={stage} />}
    />
  )
}

function List({ stage }: { readonly stage: Stage }) {
  const m = useMessages()
  const list = usePaged(holdRoutes.listHolds, { state: stage, limit: 30 })
  return (
    <PagedList list={list} none={m.none}>
      {list.items.map((hold) => (
        <Hold key={hold.id} hold={hold} />
      ))}
    </PagedList>
  )
}
