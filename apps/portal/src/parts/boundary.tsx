import { Icon } from '@linli/ui'
import { Component, type ReactNode } from 'react'
import { commonWords } from '../words/common.ts'
import { Title } from './screen.tsx'

interface State {
  readonly failed: boolean
}

interface Props {
  readonly children: ReactNode
  /** What stands in for a part that one can do without; a whole page says that it did not open. */
  readonly otherwise?: ReactNode
}

/** Around what may not arrive (no network) or may break. What was typed is kept, so opening it anew loses nothing. */
export class Boundary extends Component<Props, State> {
  override readonly state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return this.props.otherwise ?? <Broken />
  }
}

function Broken() {
  const t = commonWords.useMessages()
  return (
    <main id="main">
      <Title>{t.brokenTitle}</Title>
      <div className="trouble" role="alert">
        <p>
          <Icon name="alert" />
          <span>{t.broken}</span>
        </p>
      </div>
      {/* A whole new page: browsers remember that a part of this one failed to load. */}
      <button type="button" className="go" onClick={() => location.reload()}>
        {t.retry}
      </button>
      <a className="txt" href="/">
        {t.home}
      </a>
    </main>
  )
}
