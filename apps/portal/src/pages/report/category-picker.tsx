import type { PublicCategory } from '@linli/contract/categories'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from '../../parts/field.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useSettled } from '@linli/ui/use-settled'
import { categoriesQuery, suggestionsQuery } from '../../queries.ts'
import type { ChosenCategory } from '../../report/draft.ts'
import { sortedByStaff } from '../../report/wizard.ts'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'

type Pick = (chosen: Omit<ChosenCategory, 'by'>) => void

/** All kinds of matter, by class or by a word; and a way out for whoever cannot say. */
export default function CategoryPicker({ onPick, onClose }: { onPick: Pick; onClose: () => void }) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { locale } = useLocale()
  const [word, setWord] = useState('')
  const sought = useSettled(word.trim(), 300)
  const all = useQuery(categoriesQuery())
  // People's own words for it are known to the server only.
  const meant = useQuery({ ...suggestionsQuery(sought), enabled: sought !== '' })
  const unsorted = all.data?.items.find((category) => category.unsorted)
  const found = findCategories(all.data?.items ?? [], sought, meant.data?.items.map(({ code }) => code) ?? [])

  return (
    <Sheet title={t.chooseCategory} onClose={onClose}>
      <Field
        label={t.searchCategory}
        kind="search"
        placeholder={t.searchCategoryHint}
        value={word}
        onChange={setWord}
      />
      {unsorted && (
        <button
          type="button"
          className="pick-row unsorted"
          onClick={() => onPick({ code: unsorted.code, names: sortedByStaff })}
        >
          {t.staffSorts}
          <Icon name="right" />
        </button>
      )}
      {all.isPending && <p className="opening">{common.loading}</p>}
      {all.error && <Trouble error={all.error} onRetry={() => void all.refetch()} />}
      {sought === ''
        ? classesOf(found).map(([name, members]) => (
            <details key={name.zh} className="pick-class">
              <summary>{name[locale]}</summary>
              <Categories categories={members} onPick={onPick} />
            </details>
          ))
        : found.length > 0 && <Categories categories={found} onPick={onPick} />}
      {sought !== '' && found.length === 0 && !meant.isFetching && <p className="lead">{t.noCategory}</p>}
    </Sheet>
  )
}

function Categories({ categories, onPick }: { categories: readonly PublicCategory[]; onPick: Pick }) {
  const { locale } = useLocale()
  return (
    <ul>
      {categories.map(({ code, names }) => (
        <li key={code}>
          <button type="button" className="pick-row" onClick={() => onPick({ code, names })}>
            {names[locale]}
            <Icon name="right" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function findCategories(all: readonly PublicCategory[], sought: string, meant: readonly string[]): PublicCategory[] {
  const word = sought.toLowerCase()
  const named = all.filter(({ names, classNames }) =>
    [names.zh, names.en, classNames.zh, classNames.en].some((name) => name.toLowerCase().includes(word)),
  )
  const meantHere = meant.flatMap((code) => all.find((category) => category.code === code) ?? [])
  return [...new Set([...meantHere, ...named])]
}

function classesOf(all: readonly PublicCategory[]): [PublicCategory['classNames'], PublicCategory[]][] {
  const classes = new Map<string, [PublicCategory['classNames'], PublicCategory[]]>()
  for (const category of all) {
    const [, members] = classes.get(category.classNames.zh) ?? [category.classNames, []]
    classes.set(category.classNames.zh, [category.classNames, [...members, category]])
  }
  return [...classes.values()]
}
