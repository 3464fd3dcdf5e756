import type { ScreenForm } from '@linli/contract/screen-arrangement'
import { useSyncExternalStore } from 'react'

/** From this ratio of width to height on, a screen is a wall of several beside each other. */
const wall = matchMedia('(min-aspect-ratio: 26/10)')

function subscribe(onChange: () => void): () => void {
  wall.addEventListener('change', onChange)
  return () => wall.removeEventListener('change', onChange)
}

export function useForm(): ScreenForm {
  return useSyncExternalStore(subscribe, () => (wall.matches ? 'wall' : 'screen'))
}
