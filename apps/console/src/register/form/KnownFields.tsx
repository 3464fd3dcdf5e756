import { KnownHow } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'
import { Choice } from './Choice.tsx'

/** What a clerk may say of where something comes from; lists and decisions have pages of their own. */
const told = ['document', 'person', 'household', 'neighbour', 'other_body'] as const

export function KnownField({ start = 'person', onChoose }: { start?: KnownHow; onChoose?: (how: KnownHow) => void }) {
  const m = useWorkMessages()
  const words = useWords()
  return (
    <Choice
      name="knownHow"
      label={m.knownHow}
      hint={m.knownHowHint}
      words={words.knownHow}
      codes={told}
      start={start}
      {...(onChoose ? { onChoose } : {})}
    />
  )
}

export const knownHowOf = (form: FormData): KnownHow => KnownHow.catch('person').parse(fieldText(form, 'knownHow'))
