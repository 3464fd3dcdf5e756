import { Icon, useLocale } from '@linli/ui'
import { useEffect, useRef, useState } from 'react'
import { messages } from '../words/messages.ts'

/** Of the browser's speech recognition what is used here; TypeScript's own tables do not know it. */
interface Recognition {
  lang: string
  continuous: boolean
  onresult: ((event: { readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>> }) => void) | null
  onend: (() => void) | null
  onerror: (() => void) | null
  start(): void
  stop(): void
}

function recogniser(): (new () => Recognition) | null {
  const scope = globalThis as {
    SpeechRecognition?: new () => Recognition
    webkitSpeechRecognition?: new () => Recognition
  }
  return scope.SpeechRecognition ?? scope.webkitSpeechRecognition ?? null
}

/**
 * Speaking instead of typing, where the browser can write down what is said. Many browsers ask their maker's server to do
 * that, and the person is told so; nothing is heard unless the button was pressed.
 */
export function Dictate({ onSaid }: { onSaid: (words: string) => void }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const [hearing, setHearing] = useState(false)
  const running = useRef<Recognition | null>(null)
  const latest = useRef(onSaid)
  latest.current = onSaid
  useEffect(() => () => running.current?.stop(), [])
  const Made = recogniser()
  if (Made === null) return null

  function toggle(): void {
    if (running.current) return running.current.stop()
    if (Made === null) return
    const recognition = new Made()
    recognition.lang = locale === 'zh' ? 'zh-CN' : 'en-GB'
    recognition.continuous = false
    recognition.onresult = ({ results }) => latest.current(results[results.length - 1]?.[0]?.transcript ?? '')
    recognition.onend = over
    recognition.onerror = over
    running.current = recognition
    setHearing(true)
    recognition.start()
  }
  function over(): void {
    running.current = null
    setHearing(false)
  }

  return (
    <span className="dictate">
      <button type="button" className="button" aria-pressed={hearing} onClick={toggle}>
        <Icon name="mic" />
        {hearing ? t.hearing : t.speak}
      </button>
      {hearing && <small role="status">{t.hearingNote}</small>}
    </span>
  )
}
