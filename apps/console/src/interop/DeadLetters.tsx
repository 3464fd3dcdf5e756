import { interopRoutes } from '@linli/contract/interop'
import { defineMessages, useLocale, whenText } from '@linli/ui'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'

const { useMessages } = defineMessages(
  {
    title: (name: string) => `“${name}”没送到的事件`,
    tries: (count: number) => `试了 ${count} 次`,
    again: '再送一次',
    empty: '没有没送到的。',
  },
  {
    title: (name: string) => `Events that “${name}” did not take`,
    tries: (count: number) => `${count} tries`,
    again: 'Send again',
    empty: 'None.',
  },
)

/** What a webhook's receiver did not take after all tries, to be sent again once it works. */
export function DeadLetters({ webhookId, name }: { webhookId: string; name: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const dead = usePaged(interopRoutes.listDeliveries, { webhookId, state: 'dead', limit: 100 })
  const retry = useCommand(interopRoutes.retryDelivery, [interopRoutes.listDeliveries.path, '/interop/webhooks'])
  return (
    <section className="panel">
      <h2>{m.title(name)}</h2>
      {dead.isRead && dead.items.length === 0 && <p className="empty">{m.empty}</p>}
      {retry.fault && (
        <p className="bad empty" role="alert">
          {retry.fault}
        </p>
      )}
      <table className="grid">
        <tbody>
          {dead.items.map((one) => (
            <tr key={one.id}>
              <td>{one.kind}</td>
              <td>{whenText(one.createdAt, locale)}</td>
              <td>{m.tries(one.attempts)}</td>
              <td>{one.error}</td>
              <td>
                <button
                  type="button"
                  className="btn"
                  disabled={retry.busy}
                  onClick={() => void retry.run({ deliveryId: one.id })}
                >
                  {m.again}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={dead} />
    </section>
  )
}
