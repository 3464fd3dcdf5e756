import type { ReactNode } from 'react'
import { type Info, useInfo } from '../frame/info.tsx'

/** The name of a widget, which explains what it shows when it is pressed; `children` stands beside it. */
export function Head({ info, children }: { readonly info: Info; readonly children?: ReactNode }) {
  const explain = useInfo()
  return (
    <h2>
      <button type="button" className="h" onClick={() => explain(info)}>
        {info.title}
      </button>
      {children}
    </h2>
  )
}
