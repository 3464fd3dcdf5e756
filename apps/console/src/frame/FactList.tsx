import type { ReactNode } from 'react'

export type Facts = readonly (readonly [name: string, value: ReactNode])[]

/** What is known of one thing, each fact by its name. */
export function FactList({ facts, className }: { readonly facts: Facts; readonly className?: string }) {
  return (
    <dl className={className}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </dl>
  )
}

/** One of them, where a list is written out. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
