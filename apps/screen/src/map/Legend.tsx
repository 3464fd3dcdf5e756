import { Icon } from '@linli/ui'
import { useMessages } from '../messages.ts'
import type { Layers } from './scene.ts'

interface Props {
  readonly layers: Layers
  readonly onLayers: (layers: Partial<Layers>) => void
  readonly listed: boolean
  readonly onList: () => void
}

/** What the marks mean, and which of them are shown. */
export function Legend({ layers, onLayers, listed, onList }: Props) {
  const m = useMessages()
  const change = (changed: Partial<Layers>) => onLayers({ ...layers, ...changed })
  const byPlace = layers.marks === 'places'
  return (
    <div className="lg">
      <span className="switch" role="group" aria-label={m.map}>
        <button type="button" aria-pressed={!byPlace} onClick={() => change({ marks: 'areas' })}>
          {m.byArea}
        </button>
        <button type="button" aria-pressed={byPlace} onClick={() => change({ marks: 'places' })}>
          {m.byPlace}
        </button>
      </span>
      <span className="keys" aria-hidden="true">
        <Key shape="circle" words={m.legendOpen} />
        <Key shape="diamond" words={m.legendOverdue} />
        <Key shape="ring" words={m.legendNew} />
      </span>
      <span className="toggles">
        <button type="button" aria-pressed={layers.duty} onClick={() => change({ duty: !layers.duty })}>
          <Icon name="people" /> {m.duty}
        </button>
        <button type="button" aria-pressed={layers.sites} onClick={() => change({ sites: !layers.sites })}>
          <Icon name="pin" /> {m.sites}
        </button>
        <button type="button" aria-pressed={listed} onClick={onList}>
          <Icon name="list" /> {m.list}
        </button>
      </span>
    </div>
  )
}

function Key({ shape, words }: { shape: 'circle' | 'diamond' | 'ring'; words: string }) {
  return (
    <span>
      <svg viewBox="0 0 30 30">
        {shape === 'circle' && <circle className="key-circle" cx="15" cy="15" r="12" />}
        {shape === 'diamond' && <path className="key-diamond" d="M15 1l14 14-14 14L1 15z" />}
        {shape === 'ring' && <circle className="key-ring" cx="15" cy="15" r="12" />}
      </svg>
      {words}
    </span>
  )
}
