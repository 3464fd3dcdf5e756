import { type ComponentType, useEffect, useState } from 'react'

/**
 * A component in a file of its own that comes when it is first shown, with `Meanwhile` in its place. As React's `lazy` within
 * `Suspense`, but shown the moment it is there: what comes within 300 ms of a fallback React holds back until they are over,
 * and a file mostly comes in 20. Throws into the nearest boundary when it cannot come; shown anew, it is asked for again.
 */
export function lazily<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
  Meanwhile: ComponentType = Nothing,
): ComponentType<P> {
  let Part: ComponentType<P> | null = null
  return function Lazily(props: P) {
    const [{ isHere, fault }, setState] = useState<State>({ isHere: Part !== null, fault: null })
    useEffect(() => {
      if (isHere) return undefined
      let gone = false
      load().then(
        (file) => {
          Part = file.default
          if (!gone) setState({ isHere: true, fault: null })
        },
        (reason: unknown) => {
          if (!gone) setState({ isHere: false, fault: { reason } })
        },
      )
      return () => {
        gone = true
      }
    }, [isHere])
    if (fault !== null) throw fault.reason
    return Part === null ? <Meanwhile /> : <Part {...props} />
  }
}

interface State {
  readonly isHere: boolean
  readonly fault: { readonly reason: unknown } | null
}

const Nothing = () => null
