import type { KeyboardEvent } from 'react'
import type { Shape } from './ground.ts'
import type { Sketch } from './Scene.tsx'

interface Props {
  readonly village: Shape
  readonly grids: readonly Shape[]
  readonly chosen?: readonly string[]
  readonly marked?: readonly string[]
  readonly multiple?: boolean
  readonly onChoose?: ((gridId: string) => void) | undefined
  readonly sketch: Sketch
  readonly dragged: () => boolean
}

/** The village's outline, its grids, and their names where they stay of one size. */
export function Land({ village, grids, chosen = [], marked = [], multiple, onChoose, sketch, dragged }: Props) {
  const { ground, transform } = sketch
  const choosing = ({ id, name }: Shape) => {
    if (!onChoose) return { 'aria-hidden': true }
    const on = chosen.includes(id)
    return {
      role: multiple ? 'checkbox' : 'button',
      ...(multiple ? { 'aria-checked': on } : { 'aria-pressed': on }),
      tabIndex: 0,
      'aria-label': name,
      onClick: () => {
        if (!dragged()) onChoose(id)
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== ' ' && event.key !== 'Enter') return
        event.preventDefault()
        onChoose(id)
      },
    }
  }
  return (
    <>
      <g transform={transform}>
        <path className="village" d={ground.pathOf(village.geometry)} />
        {grids.map((grid) => (
          <path
            key={grid.id}
            className={[
              'part',
              grid.dedicated && 'over',
              chosen.includes(grid.id) && 'on',
              marked.includes(grid.id) && 'amiss',
            ]
              .filter(Boolean)
              .join(' ')}
            d={ground.pathOf(grid.geometry)}
            {...choosing(grid)}
          />
        ))}
        <path className="border" d={ground.pathOf(village.geometry)} aria-hidden="true" />
      </g>
      {grids.map((grid) => {
        const { x, y } = sketch.onScreen(ground.onEarth(ground.middleOf(grid)))
        return (
          <text key={grid.id} className="name" x={x} y={y} pointerEvents="none" aria-hidden="true">
            {chosen.includes(grid.id) ? `✓ ${grid.name}` : grid.name}
          </text>
        )
      })}
    </>
  )
}
