/** What was typed into a named field, trimmed; empty for files and for fields that are not there. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
