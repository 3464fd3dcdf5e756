import type { ReactNode } from 'react'

interface TableProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

/** A table that a narrow window moves sideways by itself, by keys too. */
export function WideTable({ label, className, children }: TableProps) {
  return (
    <div style={{ overflowX: 'auto' }} role="region" aria-label={label} tabIndex={0}>
      <table className={className}>{children}</table>
    </div>
  )
}

/** The heads of a table's columns; `children` stands above columns that need none. */
export function Heads({ names, children }: { readonly names: readonly string[]; readonly children?: ReactNode }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  )
}
