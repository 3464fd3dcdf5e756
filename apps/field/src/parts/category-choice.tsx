import type { Category } from '@linli/contract/categories'
import { useLocale } from '@linli/ui'
import { useDeferredValue, useId, useMemo } from 'react'
import { suggestOffline } from '../forms/suggest.ts'
import { messages } from '../words/messages.ts'
import { Fault } from './field.tsx'

interface Props {
  readonly categories: readonly Category[]
  /** So few that all of them stand there to be touched. */
  readonly few?: boolean
  readonly words: string
  readonly code: string | null
  readonly onChoose: (code: string | null) => void
  readonly fault: string | undefined
}

/** Suggested from the words, with the words that led to it; or from the whole list. The choice is the person's. */
export function CategoryChoice({ categories, few = false, words, code, onChoose, fault }: Props) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const id = useId()
  const settled = useDeferredValue(words)
  const suggested = useMemo(() => suggestOffline(categories, settled), [categories, settled])
  const classes = useMemo(
    () => Map.groupBy(categories, (category) => category.classNames[locale]),
    [categories, locale],
  )
  return (
    <fieldset className="field">
      <legend>{t.category}</legend>
      {few && (
        <div className="ticks">
          {categories.map((category) => (
            <label className="choice" key={category.code}>
              <input type="radio" name={id} checked={code === category.code} onChange={() => onChoose(category.code)} />
              <b>{category.names[locale]}</b>
            </label>
          ))}
        </div>
      )}
      {(few ? [] : suggested).map(({ category, because }) => (
        <label className="choice" key={category.code}>
          <input type="radio" name={id} checked={code === category.code} onChange={() => onChoose(category.code)} />
          <span>
            <b>{category.names[locale]}</b>
            <small>{t.categoryBecause(because.join('、'))}</small>
          </span>
        </label>
      ))}
      {few ? null : categories.length === 0 ? (
        <p className="hint">{t.noCategories}</p>
      ) : (
        <select
          aria-label={t.allCategories}
          value={code ?? ''}
          onChange={(event) => onChoose(event.target.value || null)}
        >
          <option value="">{suggested.length > 0 ? t.allCategories : t.chooseCategory}</option>
          {[...classes].map(([name, members]) => (
            <optgroup label={name} key={name}>
              {members.map((category) => (
                <option key={category.code} value={category.code}>
                  {category.names[locale]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
      <Fault fault={fault} />
    </fieldset>
  )
}
