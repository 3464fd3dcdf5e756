import { closingRoutes } from '@linli/contract/file-closings'
import { Proposals, type Stage } from '../by-two/Proposals.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { Closing } from './Closing.tsx'
import { ProposeClosing } from './ProposeClosing.tsx'
import { useMessages } from './messages.ts'

/** Files that nobody reads but who was named: asked for by one person, closed when a second one agrees. */
export default function Closings({ search }: PageProps) {
  return (
    <Proposals
      search={search}
      words={useMessages()}
      form={(onClose) => <ProposeClosing onClose={onClose} />}
      list={(stage) => <List key={stage} stage={stage} />}
    />
  )
}

function List({ stage }: { readonly stage: Stage }) {
  const m = useMessages()
  const list = usePaged(closingRoutes.listClosings, { state: stage, limit: 30 })
  return (
    <PagedList list={list} none={m.none}>
      {list.items.map((closing) => (
        <Closing key={closing.id} closing={closing} />
      ))}
    </PagedList>
  )
}
