import { type PushScope, showMessages } from '@linli/client/push-worker'
import { BASE, paths } from './paths.ts'

// The DOM's types stand for the window. Nothing is kept for hours without a network: this worker only shows messages.
declare const self: PushScope

showMessages(self, '/field/icon-192.png', (subject) => BASE + placeOf(subject?.kind, subject?.id ?? null))

function placeOf(kind: string | undefined, id: string | null): string {
  if (kind === 'matter' && id !== null) return paths.matter(id)
  if (kind === 'incident' && id !== null) return paths.incident(id)
  return kind === 'roster' ? paths.roster : paths.inbox
}
