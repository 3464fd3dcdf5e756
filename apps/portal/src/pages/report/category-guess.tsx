import { lazily, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { Boundary } from '../../parts/boundary.tsx'
import { useSettled } from '@linli/ui/use-settled'
import { suggestionsQuery } from '../../queries.ts'
import { changeDraft, type ChosenCategory, draftStore } from '../../report/draft.ts'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'

const CategoryPicker = lazily(() => import('./category-picker.tsx'))
// Fewer letters than this say nothing yet.
const enoughWords = 4

/** What it seems to be, from the words; the person may say otherwise, and then the words are not asked again. */
export function CategoryGuess() {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { locale } = useLocale()
  const { description, category } = useStored(draftStore)
  const [picking, setPicking] = useState(false)
  const words = useSettled(description.trim().slice(0, 2000))
  const guessing = category?.by !== 'person' && words.length >= enoughWords
  const { data } = useQuery({ ...suggestionsQuery(words), enabled: guessing })

  useEffect(() => {
    if (!guessing || !data) return
    const [best] = data.items
    if (best?.code === category?.code) return
    changeDraft({ category: best ? { code: best.code, names: best.names, by: 'guess' } : null })
    if (best) announce(`${t.looksLike} ${best.names[locale]}`)
  }, [guessing, data, category, locale, t])

  if (words.length < enoughWords && !category) return null
  return (
    <div className="guess">
      <div>
        <small>{category ? (category.by === 'person' ? t.youChose : t.looksLike) : t.chooseHint}</small>
        <b>{category?.names[locale] ?? t.chooseCategory}</b>
      </div>
      <button type="button" className="txt" onClick={() => setPicking(true)}>
        {category ? t.notThis : t.chooseCategory}
      </button>
      {picking && (
        <Boundary otherwise={<p className="hint">{common.broken}</p>}>
          <CategoryPicker onPick={pick} onClose={() => setPicking(false)} />
        </Boundary>
      )}
    </div>
  )

  function pick(chosen: Omit<ChosenCategory, 'by'>) {
    changeDraft({ category: { ...chosen, by: 'person' } })
    setPicking(false)
  }
}
