import { matterRoutes, type UnitSuggestion } from '@linli/contract/matters'
import type { WorkItem } from '@linli/contract/work-items'
import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

interface Chosen {
  readonly matterId: string
  readonly unitId: string
  readonly staffId?: string
}

interface Props {
  readonly items: readonly WorkItem[]
  readonly busy: boolean
  readonly onClose: () => void
  readonly onDispatch: (chosen: Chosen[]) => void
}

const nameOf = ({ unit, staff }: UnitSuggestion) => (staff ? `${unit.name} · ${staff.name}` : unit.name)

/** Nobody gives away blindly: each stands here with the unit that it would go to, which can be changed. */
export function DispatchSeveral({ items, busy, onClose, onDispatch }: Props) {
  const m = useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const [others, choose] = useState<Readonly<Record<string, number>>>({})
  const suggested = useQueries({
    queries: items.map(({ subjectId }) => ({
      ...reading(matterRoutes.suggestUnits, { matterId: subjectId }),
      staleTime: 60_000,
    })),
  })
  useEffect(() => dialog.current?.showModal(), [])
  const rows = items.map((item, index) => {
    const units = suggested[index]?.data?.items
    return { item, units, unit: units?.[others[item.id] ?? 0] }
  })
  const chosen = rows.flatMap(({ item, unit }) =>
    unit ? [{ matterId: item.subjectId, unitId: unit.unit.id, ...(unit.staff ? { staffId: unit.staff.id } : {}) }] : [],
  )
  return (
    <dialog ref={dialog} className="wide" onClose={onClose} aria-labelledby="several-title">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onDispatch(chosen)
        }}
      >
        <h2 id="several-title">{m.dispatchTitle(items.length)}</h2>
        <p className="mut">{m.dispatchHint}</p>
        <ul className="severallist">
          {rows.map(({ item, units }) => (
            <li key={item.id}>
              <label className="field">
                {item.title}
                <select
                  value={others[item.id] ?? 0}
                  disabled={units === undefined || units.length === 0}
                  onChange={(event) => choose({ ...others, [item.id]: Number(event.target.value) })}
                >
                  {units?.length === 0 && <option value={0}>{m.notSuggested}</option>}
                  {units?.map((one, index) => (
                    <option key={`${one.unit.id}${one.staff?.id}`} value={index}>
                      {nameOf(one)}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {m.cancel}
          </button>
          <button type="submit" className="btn pri" disabled={busy || chosen.length === 0}>
            {`${m.dispatch} ${m.done(chosen.length)}`}
          </button>
        </div>
      </form>
    </dialog>
  )
}
