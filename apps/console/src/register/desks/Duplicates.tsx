import { newId } from '@linli/client'
import { peopleRoutes } from '@linli/contract/people'
import type { RouteOutput } from '@linli/contract/route'
import { Icon } from '@linli/ui'
import { useState } from 'react'
import { client, queryClient } from '../../api.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { useKeys } from '../../frame/keys.ts'
import { say } from '../../frame/said.ts'
import { PagedList, usePaged } from '../../paged.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useDeskMessages } from '../desk-messages.ts'
import { useMessages } from '../messages.ts'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { Compare } from './Compare.tsx'

type Item = RouteOutput<typeof peopleRoutes.listDuplicates>['items'][number]

/** Two files that may be one person; those merged already can be taken apart again. */
export function Duplicates({ state }: { state: 'open' | 'merged' }) {
  const m = useDeskMessages()
  const list = usePaged(peopleRoutes.listDuplicates, { limit: 20, state })
  return (
    <PagedList list={list} none={state === 'open' ? m.noDuplicates : m.noMerged}>
      {list.items.map((item) => (
        <DuplicatePair key={item.id} item={item} />
      ))}
    </PagedList>
  )
}

/** Two files side by side with what may be decided. With keys: M merges, D says that they are two people. */
export function DuplicatePair({ item, withKeys = false }: { item: Item; withKeys?: boolean }) {
  const m = useDeskMessages()
  const [keptId, keep] = useState(item.kept.id)
  const [comparing, compare] = useState(false)
  const [note, setNote] = useState('')
  const decide = useRegisterCommand(peopleRoutes.decideDuplicate)
  const open = item.state === 'open'
  const undoMerge = async () => {
    await client.call(peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId: item.id, decision: 'undo' })
    await queryClient.invalidateQueries({ queryKey: [peopleRoutes.listDuplicates.path] })
  }
  async function run(decision: 'merge' | 'different' | 'undo') {
    const done = await decide.run({
      duplicateId: item.id,
      decision,
      ...(decision === 'merge' ? { keptId } : {}),
      ...(note.trim() ? { words: note.trim() } : {}),
    })
    if (!done || decision === 'undo') return
    say(decision === 'merge' ? { words: m.merged, undo: undoMerge } : { words: m.keptApart })
  }
  useKeys(withKeys && open ? { m: () => void run('merge'), d: () => void run('different') } : {})
  return (
    <section className="panel" aria-labelledby={`pair-${item.id}`}>
      <div className="panelhead">
        <h2 id={`pair-${item.id}`}>
          {m.pair(item.kept.title, item.other.title)} <small>{m.why[item.why]}</small>
        </h2>
        {open && (
          <button type="button" className="btn" aria-expanded={comparing} onClick={() => compare(!comparing)}>
            <Icon name="eye" />
            {m.compare}
          </button>
        )}
      </div>
      <div className="twofiles">
        {[item.kept, item.other].map((file) => (
          <div key={file.id} className={open && keptId === file.id ? 'file on' : 'file'}>
            <File file={file} />
            {open && (
              <label className="inline">
                <input
                  type="radio"
                  name={`keep-${item.id}`}
                  checked={keptId === file.id}
                  onChange={() => keep(file.id)}
                />
                {m.keep}
              </label>
            )}
          </div>
        ))}
      </div>
      {comparing && <Compare firstId={item.kept.id} secondId={item.other.id} />}
      <div className="deciding">
        {open ? (
          <>
            <label className="field">
              {m.words}
              <input value={note} maxLength={300} onChange={({ target }) => setNote(target.value)} />
            </label>
            <button type="button" className="btn pri" disabled={decide.busy} onClick={() => void run('merge')}>
              {m.merge}
              {withKeys && <kbd>M</kbd>}
            </button>
            <button type="button" className="btn" disabled={decide.busy} onClick={() => void run('different')}>
              {m.different}
              {withKeys && <kbd>D</kbd>}
            </button>
          </>
        ) : (
          <button type="button" className="btn" disabled={decide.busy} onClick={() => void run('undo')}>
            <Icon name="undo" />
            {m.undo}
          </button>
        )}
      </div>
      {open && <p className="empty">{`${m.mergeHint}${comparing ? '' : ` ${m.compareHint}`}`}</p>}
      <FormFault text={decide.fault} />
    </section>
  )
}

/** As a search shows it; the whole file only when both are compared. */
function File({ file }: { file: Item['kept'] }) {
  const m = useMessages()
  const words = useWords()
  const about = [
    file.sex ? words.sex[file.sex] : '',
    file.birthYear === null ? '' : m.bornIn(file.birthYear),
    file.state ? words.state[file.state] : '',
  ]
  return (
    <p>
      <Link to={paths.person(file.id)}>
        <b>{file.title}</b>
      </Link>
      <span>{about.filter(Boolean).join(' · ')}</span>
      <small>
        {[file.address ?? m.noAddress, file.place.villageName, file.place.gridName].filter(Boolean).join(' · ')}
      </small>
    </p>
  )
}
