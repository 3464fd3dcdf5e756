import { useEffect, useState } from 'react'

/** The value once it has not changed for a while: nobody is asked about every letter. */
export function useSettled<T>(value: T, ms = 500): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
