import type { AddressCandidate, AreaRef } from '@linli/contract/areas'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressQuery, areasQuery } from '../queries.ts'
import { commonWords } from '../words/common.ts'
import { reportWords } from '../words/report.ts'
import { Field } from './field.tsx'
import { Trouble } from './trouble.tsx'
import { useSettled } from '@linli/ui/use-settled'

export interface PickedArea {
  /** Names, largest first. */
  readonly label: string
  readonly area: AreaRef
}

interface Props {
  /** A grid, or where allowed a village. */
  readonly onArea: (picked: PickedArea) => void
  /** Found by name: an address that has a point of its own. */
  readonly onAddress?: (candidate: AddressCandidate) => void
  readonly villagesToo?: boolean
}

/** Town, village, grid: without a map, by name or by going down the tree. */
export function AreaList({ onArea, onAddress, villagesToo = false }: Props) {
  const t = reportWords.useMessages()
  const [typed, setTyped] = useState('')
  const sought = useSettled(typed.trim(), 400)
  const [trail, setTrail] = useState<readonly AreaRef[]>([])
  return (
    <>
      <Field label={t.search} kind="search" placeholder={t.searchHint} value={typed} onChange={setTyped} />
      {sought.length > 1 ? (
        <Found sought={sought} onPick={choose} />
      ) : (
        <Level trail={trail} villagesToo={villagesToo} onArea={onArea} onTrail={setTrail} />
      )}
    </>
  )

  function choose(candidate: AddressCandidate) {
    const { grid, village, town, label } = candidate
    if (candidate.kind === 'place' && candidate.point && onAddress) onAddress(candidate)
    else if (grid) onArea({ label, area: grid })
    else if (village && villagesToo) onArea({ label, area: village })
    else {
      // Too large to be a place: on with its parts.
      setTrail([town, village].filter((area) => area !== null))
      setTyped('')
    }
  }
}

function Found({ sought, onPick }: { sought: string; onPick: (candidate: AddressCandidate) => void }) {
  const t = reportWords.useMessages()
  const { data, error, isPending, refetch } = useQuery(addressQuery(sought))
  const common = commonWords.useMessages()
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  if (isPending) return <p className="opening">{common.loading}</p>
  if (data.items.length === 0) return <p className="lead">{t.searchNone}</p>
  return (
    <ul>
      {data.items.map((candidate, index) => (
        <li key={index}>
          <button type="button" className="pick-row" onClick={() => onPick(candidate)}>
            {candidate.label}
            <Icon name="right" />
          </button>
        </li>
      ))}
    </ul>
  )
}

interface LevelProps {
  readonly trail: readonly AreaRef[]
  readonly villagesToo: boolean
  readonly onArea: (picked: PickedArea) => void
  readonly onTrail: (trail: readonly AreaRef[]) => void
}

function Level({ trail, villagesToo, onArea, onTrail }: LevelProps) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { locale } = useLocale()
  const parent = trail.at(-1)
  const { data, error, isPending, refetch } = useQuery(areasQuery(parent?.id))
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  const nameOf = (area: AreaRef) => (locale === 'en' ? (area.nameEn ?? area.name) : area.name)
  const picked = (area: AreaRef): PickedArea => ({ area, label: [...trail, area].map(({ name }) => name).join(' ') })
  const above = trail.at(-2)
  return (
    <>
      {parent && (
        <button type="button" className="pick-row pick-up" onClick={() => onTrail(trail.slice(0, -1))}>
          <Icon name="left" />
          {t.up(above ? nameOf(above) : t.county)}
        </button>
      )}
      {isPending && <p className="opening">{common.loading}</p>}
      {parent?.level === 'village' && villagesToo && (
        <button
          type="button"
          className="pick-row unsorted"
          onClick={() => onArea({ area: parent, label: trail.map(({ name }) => name).join(' ') })}
        >
          {t.chooseThis(nameOf(parent))}
          <Icon name="check" />
        </button>
      )}
      <ul>
        {data?.items.map((area) => (
          <li key={area.id}>
            <button
              type="button"
              className="pick-row"
              onClick={() => (area.level === 'grid' ? onArea(picked(area)) : onTrail([...trail, area]))}
            >
              {nameOf(area)}
              <Icon name={area.level === 'grid' ? 'check' : 'right'} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
