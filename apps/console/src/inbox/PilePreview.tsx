import '../register/register.css'
import { peopleRoutes } from '@linli/contract/people'
import { usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { ContestedPair } from '../register/desks/Contested.tsx'
import { DuplicatePair } from '../register/desks/Duplicates.tsx'
import { Pile } from './Pile.tsx'

/** What the register left to be decided, with the same pair of forms as on its desk. */
export default function PilePreview({ kind }: { readonly kind: 'duplicates' | 'contested' }) {
  return kind === 'duplicates' ? <DuplicatePile /> : <ContestedPile />
}

function DuplicatePile() {
  const list = usePaged(peopleRoutes.listDuplicates, { limit: 20, state: 'open' })
  return (
    <Pile kind="duplicates" list={list} idOf={({ id }) => id} desk={paths.registerDesks}>
      {(pair) => <DuplicatePair key={pair.id} item={pair} withKeys />}
    </Pile>
  )
}

function ContestedPile() {
  const list = usePaged(peopleRoutes.listContested, { limit: 20 })
  return (
    <Pile kind="contested" list={list} idOf={({ record }) => record.id} desk={paths.registerDesks}>
      {(item) => <ContestedPair key={item.record.id} item={item} withKeys />}
    </Pile>
  )
}
