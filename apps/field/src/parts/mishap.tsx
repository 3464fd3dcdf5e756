import { Component, type ReactNode } from 'react'
import { messages } from '../words/messages.ts'

/** A page that fails must not take the bar at the bottom, the outbox and the rest of the day with it. */
export class Mishap extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Sorry /> : this.props.children
  }
}

function Sorry() {
  const t = messages.useMessages()
  return (
    <div className="empty" role="alert">
      <p>{t.mishap}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {t.reload}
      </button>
    </div>
  )
}
