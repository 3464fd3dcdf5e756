import { FormFault } from '../../frame/FormFault.tsx'
import type { Refused } from '../../pages/use-command.ts'

/** What the server said to the whole form: what is wrong with one field stands beside that field instead. */
export function Refusal({ command, beside = [] }: { command: Refused; beside?: readonly string[] }) {
  const paths = Object.keys(command.faults)
  if (paths.length > 0 && paths.every((path) => beside.includes(path))) return null
  return <FormFault text={command.fault} />
}
