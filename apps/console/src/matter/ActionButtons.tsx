import type { Matter, MatterAction } from '@linli/contract/matters'
import { useState } from 'react'
import { ActionDialog, hasForm } from './ActionDialog.tsx'
import { useKeys } from '../frame/keys.ts'
import { actionKeys } from './action-keys.ts'
import { useMessages } from './messages.ts'

/** Only what may be done now; the first is the one most likely wanted. */
export function ActionButtons({
  matter,
  only,
  primary,
  onDone,
}: {
  matter: Matter
  only?: readonly MatterAction[]
  primary?: boolean
  onDone?: () => void
}) {
  const m = useMessages()
  const [open, setOpen] = useState<MatterAction | null>(null)
  const shown = matter.available.filter((action) => hasForm(action) && (only === undefined || only.includes(action)))
  useKeys(
    Object.fromEntries(shown.map((action) => [actionKeys[action]?.toLowerCase() ?? action, () => setOpen(action)])),
  )
  return (
    <>
      {shown.map((action, index) => (
        <button
          key={action}
          type="button"
          className={primary && index === 0 ? 'btn pri' : 'btn'}
          onClick={() => setOpen(action)}
        >
          {m.actions[action]}
          {actionKeys[action] && <kbd>{actionKeys[action]}</kbd>}
        </button>
      ))}
      {open && (
        <ActionDialog
          matter={matter}
          action={open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            onDone?.()
          }}
        />
      )}
    </>
  )
}
