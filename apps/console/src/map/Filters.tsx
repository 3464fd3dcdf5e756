import { categoryRoutes } from '@linli/contract/categories'
import { MatterStatus } from '@linli/contract/matters'
import { Icon, matterStatusText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import type { Address } from './address.ts'
import { useMessages } from './messages.ts'

interface Props {
  readonly address: Address
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly badges: boolean
  readonly onChange: (changes: { [K in keyof Address]?: Address[K] | undefined }) => void
}

/** A closed matter is not on the map. */
const statuses = MatterStatus.options.filter((status) => !['closed', 'declined', 'merged'].includes(status))
const flags = ['overdue', 'danger'] as const

/** Which matters; each choice is a step that the browser's back button takes back. */
export function Filters({ address, units, badges, onChange }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const categories = useQuery({ ...reading(categoryRoutes.listPublicCategories, {}), staleTime: 600_000 })
  const classes = new Map(categories.data?.items.map(({ code, classNames }) => [code.slice(0, 2), classNames[locale]]))
  const filtered = [...flags, 'category', 'status', 'unitId'] as const
  return (
    <div className="mapbar" role="group" aria-label={m.filters}>
      {flags.map((flag) => (
        <button
          key={flag}
          type="button"
          className={address[flag] ? 'chip on' : 'chip'}
          aria-pressed={address[flag] === 'true'}
          onClick={() => onChange({ [flag]: address[flag] ? undefined : 'true' })}
        >
          {m[flag]} {address[flag] && <Icon name="close" />}
        </button>
      ))}
      <Choice
        label={m.anyClass}
        value={address.category}
        options={[...classes].toSorted(([a], [b]) => a.localeCompare(b))}
        onChoose={(category) => onChange({ category })}
      />
      <Choice
        label={m.anyStatus}
        value={address.status}
        options={statuses.map((status) => [status, matterStatusText(status, locale)])}
        onChoose={(status) => onChange({ status: statuses.find((one) => one === status) })}
      />
      <Choice
        label={m.anyUnit}
        value={address.unitId}
        options={units.map(({ id, name }) => [id, name] as const).toSorted(([, a], [, b]) => a.localeCompare(b, 'zh'))}
        onChoose={(unitId) => onChange({ unitId })}
      />
      {filtered.some((key) => address[key]) && (
        <button
          type="button"
          className="btn txt"
          onClick={() => onChange(Object.fromEntries(filtered.map((key) => [key, undefined])))}
        >
          {m.clear}
        </button>
      )}
      <div className="twochoice" role="group" aria-label={m.marks}>
        {(['areas', 'points'] as const).map((marks) => {
          const on = badges === (marks === 'areas')
          return (
            <button
              key={marks}
              type="button"
              className={on ? 'on' : ''}
              aria-pressed={on}
              onClick={() => onChange({ marks })}
            >
              {marks === 'areas' ? m.byArea : m.byPoint}
            </button>
          )
        })}
      </div>
    </div>
  )
}

interface ChoiceProps {
  /** What is shown when nothing is chosen. */
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [string, string])[]
  readonly onChoose: (value: string | undefined) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <select
      className={value ? 'chip on' : 'chip'}
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value || undefined)}
    >
      <option value="">{label}</option>
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  )
}
