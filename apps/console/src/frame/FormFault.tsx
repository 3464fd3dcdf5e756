/** What the server said to the whole form; nothing where it said nothing. */
export function FormFault({ text }: { readonly text: string | null | undefined }) {
  if (text == null) return null
  return (
    <p className="bad" role="alert">
      {text}
    </p>
  )
}
