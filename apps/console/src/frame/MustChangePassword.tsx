import { useMessages } from './messages.ts'
import { PasswordForm } from './PasswordForm.tsx'
import { queryClient } from '../api.ts'

/** A password that somebody else handed over is changed before anything else. */
export function MustChangePassword() {
  const m = useMessages()
  return (
    <main className="login">
      <div>
        <h1 style={{ font: 'var(--t-20)', marginBottom: 12 }}>{m.mustChange}</h1>
        <PasswordForm onDone={() => void queryClient.resetQueries()} />
      </div>
    </main>
  )
}
