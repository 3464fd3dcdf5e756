import { useEffect, useState } from 'react'
import { fitting, held, type Size, type View } from '@linli/ui/map'
import type { Land } from './land.ts'
import { wanderedTo } from './wander.ts'

/** Before the first measurement; a frame later it is right. */
const UNMEASURED: Size = { width: 900, height: 700 }
/** Some town or other, where no outline says how large anything is. */
const NO_LAND: View = { x: 0, y: 0, scale: 1 / 50 }

/** What is on the screen: the area fitted, until somebody zooms or pushes; `onWander` hears when they have left it. */
export function useView(land: Land | undefined, areaId: string | undefined, onWander: (areaId: string) => void) {
  const [size, setSize] = useState(UNMEASURED)
  const [own, setOwn] = useState<{ readonly areaId: string; readonly view: View } | null>(null)
  const here = land?.here.id
  const fitted = land?.bounds ? fitting(land.bounds, size) : NO_LAND
  // The view belongs to an area: whoever goes to another by a link or the back button finds that one fitted.
  const view = own && (own.areaId === here || own.areaId === areaId) ? own.view : fitted

  function look(next: View) {
    const inside = land?.whole ? held(next, land.whole, size) : next
    // While an area is still being read, its outlines cannot say whether it was left.
    const wandered = land && here === (areaId ?? here) ? wanderedTo(land, inside, size) : undefined
    setOwn({ areaId: wandered ?? areaId ?? here ?? '', view: inside })
    if (wandered !== undefined) onWander(wandered)
  }

  // Who zooms fast is past a town before its villages are there: asked again when they are, and then only.
  useEffect(() => {
    if (own && own.areaId === here) look(own.view)
  }, [land])

  return { view, size, setSize, look, whole: () => setOwn(null) }
}
