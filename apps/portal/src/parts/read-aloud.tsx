import { Icon, useLocale } from '@linli/ui'
import { type RefObject, useEffect, useState } from 'react'
import { commonWords } from '../words/common.ts'

/** Reads a part of the page in its visible order. Not there where the phone has no voice. */
export function ReadAloud({ of }: { of: RefObject<HTMLElement | null> }) {
  const t = commonWords.useMessages()
  const { locale } = useLocale()
  const [reading, setReading] = useState(false)
  useEffect(() => () => window.speechSynthesis?.cancel(), [])
  if (!('speechSynthesis' in window)) return null

  function toggle() {
    speechSynthesis.cancel()
    setReading(!reading)
    if (reading) return
    const speech = new SpeechSynthesisUtterance(of.current?.innerText ?? '')
    speech.lang = locale === 'zh' ? 'zh-CN' : 'en-GB'
    // A little slower than the usual voice: it is for people who would rather listen than read.
    speech.rate = 0.9
    speech.onend = () => setReading(false)
    speech.onerror = () => setReading(false)
    speechSynthesis.speak(speech)
  }

  return (
    <button
      type="button"
      className="read"
      aria-label={reading ? t.stopReading : t.readAloud}
      aria-pressed={reading}
      onClick={toggle}
    >
      <Icon name={reading ? 'pause' : 'speaker'} />
    </button>
  )
}
