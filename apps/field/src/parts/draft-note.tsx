import { Icon, timeText } from '@linli/ui'
import { messages } from '../words/messages.ts'

/** Says honestly whether what is on the screen would survive a dead battery. */
export function DraftNote({ savedAt, failed }: { savedAt: string | null; failed: boolean }) {
  const t = messages.useMessages()
  if (failed) {
    return (
      <p className="draft-note fault" role="alert">
        <Icon name="alert" />
        {t.draftNotSaved}
      </p>
    )
  }
  return (
    <p className="draft-note">
      <Icon name="ok" />
      {savedAt === null ? t.draftNew : t.draftSaved(timeText(savedAt))}
    </p>
  )
}
