interface Props<C extends string> {
  /** What is answered; read aloud before the choices. */
  readonly label: string
  readonly choices: readonly (readonly [C, string])[]
  readonly value: string | readonly string[] | undefined
  readonly onChoose: (code: C) => void
  /** Choices that are a reason to look again. */
  readonly warn?: readonly C[]
  /** Many, or in many words: each as wide as its words, one line after the other. */
  readonly flowing?: boolean
}

/** A few answers side by side, each as large as a thumb. */
export function Seg<C extends string>({ label, choices, value, onChoose, warn = [], flowing = false }: Props<C>) {
  return (
    <div className={flowing ? 'seg flowing' : 'seg'} role="group" aria-label={label}>
      {choices.map(([code, words]) => {
        const on = [value].flat().includes(code)
        return (
          <button
            key={code}
            type="button"
            aria-pressed={on}
            className={on && warn.includes(code) ? 'warn' : ''}
            onClick={() => onChoose(code)}
          >
            {words}
          </button>
        )
      })}
    </div>
  )
}
