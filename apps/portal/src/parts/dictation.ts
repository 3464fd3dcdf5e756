import { useEffect, useRef, useState } from 'react'

/** What we use of the Web Speech API, which TypeScript's library does not describe. */
interface Recognition {
  lang: string
  interimResults: boolean
  continuous: boolean
  onresult: (event: { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }) => void
  onerror: (event: { error: string }) => void
  onend: () => void
  start(): void
  stop(): void
  abort(): void
}

export type DictationFault = 'denied' | 'failed'

/** Whether this phone can turn speech into words; without it no microphone is shown. */
export function canDictate(): boolean {
  return recognitionClass() !== undefined
}

/**
 * Speech into words. `onWords` gets everything heard since the start, again and again as it becomes clearer.
 * The recognition is the phone's own; nothing that was said reaches our server but the words.
 */
export function useDictation(
  lang: 'zh' | 'en',
  onWords: (heard: string) => void,
  onFault: (fault: DictationFault) => void,
) {
  const [listening, setListening] = useState(false)
  const running = useRef<Recognition | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  function start() {
    const Recogniser = recognitionClass()
    if (!Recogniser || running.current) return
    const recognition = new Recogniser()
    recognition.lang = lang === 'zh' ? 'zh-CN' : 'en-GB'
    recognition.interimResults = true
    recognition.continuous = true
    recognition.onresult = ({ results }) => {
      onWords(Array.from(results, (result) => result[0]?.transcript ?? '').join(''))
    }
    recognition.onerror = ({ error }) => {
      if (error === 'not-allowed' || error === 'service-not-allowed') onFault('denied')
      else if (error !== 'aborted' && error !== 'no-speech') onFault('failed')
    }
    recognition.onend = () => {
      running.current = null
      setListening(false)
    }
    running.current = recognition
    setListening(true)
    recognition.start()
  }

  return { listening, start, stop: () => running.current?.stop() }
}

function recognitionClass(): (new () => Recognition) | undefined {
  const scope = window as { SpeechRecognition?: new () => Recognition; webkitSpeechRecognition?: new () => Recognition }
  return scope.SpeechRecognition ?? scope.webkitSpeechRecognition
}
