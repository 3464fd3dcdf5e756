/** What the server said to the whole form. */
export function Whole({ fault }: { fault: string | null }) {
  if (fault === null) return null
  return (
    <p className="bad" role="alert">
      {fault}
    </p>
  )
}
