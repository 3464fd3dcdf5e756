import { memo } from 'react'
import type { Figure } from './figures.ts'
import { finest, type Land } from './land.ts'
import { type Shade, shadeOf } from './shades.ts'
import { counts } from './wander.ts'

interface Props {
  readonly land: Land
  readonly figures: ReadonlyMap<string, Figure>
  readonly shades: readonly Shade[]
  readonly onEnter: (areaId: string) => void
  readonly onHover: (areaId: string | null) => void
}

/** Outlines, coarse below fine; those that bear a number are shaded by it. Drawn in metres, so that pushing the map redraws nothing. */
export const Ground = memo(function Ground({ land, figures, shades, onEnter, onHover }: Props) {
  const own = finest(land)
  const inside = new Set(land.path.map(({ id }) => id))
  return (
    <>
      {land.layers.map((layer) =>
        layer.map((shape) => {
          const step = layer === own && counts(land, shape) ? shadeOf(figures.get(shape.id)?.open ?? 0, shades) : null
          return (
            <path
              key={shape.id}
              className={step === null ? 'around' : `shade s${step}`}
              data-area={shape.id}
              d={shape.outline.path}
              onClick={() => inside.has(shape.id) || onEnter(shape.id)}
              onPointerEnter={() => onHover(shape.id)}
              onPointerLeave={() => onHover(null)}
            />
          )
        }),
      )}
      {land.layers
        .flat()
        .map((shape) =>
          inside.has(shape.id) ? (
            <path key={shape.id} className={shape.id === land.here.id ? 'rim here' : 'rim'} d={shape.outline.path} />
          ) : null,
        )}
    </>
  )
})
