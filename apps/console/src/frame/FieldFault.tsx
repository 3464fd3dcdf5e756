/** What is wrong with a field, beside it. */
export function FieldFault({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : <small className="bad">{text}</small>
}
