import { trackWords } from '../words/track.ts'

const marks = [1, 2, 3, 4, 5] as const

/** One to five, as radio buttons underneath: arrow keys and screen readers know them. */
export function Stars({ value, onChange }: { value: number; onChange: (stars: number) => void }) {
  const t = trackWords.useMessages()
  const words = { 1: t.starWords1, 2: t.starWords2, 3: t.starWords3, 4: t.starWords4, 5: t.starWords5 }
  const chosen = marks.find((mark) => mark === value)
  return (
    <fieldset className="stars">
      <legend>{t.stars}</legend>
      <div className="stars-row">
        {marks.map((mark) => (
          <label key={mark} className={mark <= value ? 'star on' : 'star'}>
            <input
              type="radio"
              name="stars"
              checked={mark === value}
              onChange={() => onChange(mark)}
              aria-label={`${t.star(mark)} ${words[mark]}`}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 3l2.700 5.700 6.200.8-4.500 4.300 1.100 6.200L12 17l-5.500 3 1.100-6.200L3.100 9.500l6.200-.8z" />
            </svg>
          </label>
        ))}
        <span className="stars-words">{chosen ? words[chosen] : ''}</span>
      </div>
    </fieldset>
  )
}
