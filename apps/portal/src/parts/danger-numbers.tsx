import { Icon } from '@linli/ui'
import { commonWords } from '../words/common.ts'

const numbers = ['110', '119', '120'] as const

/** The last line of every start page. */
export function DangerNumbers({ words }: { words?: string }) {
  const t = commonWords.useMessages()
  return (
    <p className="danger-line">
      <Icon name="alert" />
      <span>{words ?? t.dangerFirst}</span>
      <span className="danger-numbers">
        {numbers.map((number) => (
          <a key={number} href={`tel:${number}`}>
            {number}
          </a>
        ))}
      </span>
    </p>
  )
}
