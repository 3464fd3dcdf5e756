interface Named {
  readonly id: string
  readonly name: string
}

/** What a choice offers, by name. */
export function Options({ of }: { readonly of: readonly Named[] | undefined }) {
  return of?.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ))
}
