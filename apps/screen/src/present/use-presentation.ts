import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { useEffect, useState } from 'react'

interface Scene {
  readonly areaId: string | undefined
  readonly measure: string
}

const asked = Number(new URLSearchParams(location.search).get('present'))
/** Seconds that a scene stands; `?present=30` says otherwise and begins at once. */
const SECONDS = asked >= 5 && asked <= 600 ? asked : 20
/** Of these the county is shown one after the other, then every town by the first. */
const MEASURES = ['openPerThousand', 'overdueShare', 'medianHours', 'weekAgainstPast']

export interface Presentation {
  readonly running: boolean
  readonly paused: boolean
  readonly index: number
  readonly count: number
  readonly seconds: number
  begin(): void
  end(): void
  step(by: 1 | -1): void
  toggle(): void
}

/** Goes through the county and its towns, scene by scene, until somebody ends it. */
export function usePresentation(
  snapshot: ScreenSnapshot | null,
  show: (areaId: string | undefined, measure: string) => void,
): Presentation {
  const [running, setRunning] = useState(asked > 0)
  const [paused, setPaused] = useState(false)
  const [index, setIndex] = useState(0)
  const [towns, setTowns] = useState<readonly string[]>([])
  const scenes: readonly Scene[] = [
    ...MEASURES.map((measure) => ({ areaId: undefined, measure })),
    // The first of several is there.
    ...towns.map((areaId) => ({ areaId, measure: MEASURES[0] as string })),
  ]
  const scene = scenes[index % scenes.length]

  useEffect(() => {
    if (snapshot?.area.level === 'county') setTowns(snapshot.areas.map(({ id }) => id))
  }, [snapshot?.area.id])
  useEffect(() => {
    if (running && scene) show(scene.areaId, scene.measure)
  }, [running, index])
  useEffect(() => {
    if (!running || paused) return
    const timer = setInterval(() => setIndex((now) => now + 1), SECONDS * 1000)
    return () => clearInterval(timer)
  }, [running, paused, index])
  useEffect(() => {
    if (!running) return
    const press = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return
      if (event.key === 'Escape') setRunning(false)
      else if (event.key === ' ' && event.target === document.body) setPaused((now) => !now)
      else if (event.key === 'ArrowRight') setIndex((now) => now + 1)
      else if (event.key === 'ArrowLeft') setIndex((now) => now + scenes.length - 1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [running, scenes.length])

  return {
    running,
    paused,
    index: index % scenes.length,
    count: scenes.length,
    seconds: SECONDS,
    begin() {
      setIndex(0)
      setPaused(false)
      setRunning(true)
    },
    end: () => setRunning(false),
    step: (by) => setIndex((now) => now + by + scenes.length),
    toggle: () => setPaused((now) => !now),
  }
}
