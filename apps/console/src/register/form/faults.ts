import type { Refused } from '../../pages/use-command.ts'

/** The fault of a field by the end of its path: a person's fields are the same wherever a command carries them. */
export function faultsOf({ fault, faults }: Refused, fields: readonly string[]) {
  const entries = Object.entries(faults)
  const at = (field: string) => entries.find(([path]) => path === field || path.endsWith(`.${field}`))?.[1]
  const besideFields =
    entries.length > 0 &&
    entries.every(([path]) => fields.some((field) => path === field || path.endsWith(`.${field}`)))
  return {
    /** What is wrong with one field, to stand beside it. */
    at,
    /** What is wrong with the whole, to stand below the form. */
    whole: besideFields ? null : fault,
  }
}

export type FieldFaults = ReturnType<typeof faultsOf>
