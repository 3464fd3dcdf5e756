/** What is wrong with a field, beside it. Not `small`: those are hints in a form, and grey. */
export function FieldFault({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : <span className="bad">{text}</span>
}
