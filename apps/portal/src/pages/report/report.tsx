import '../../styles/report.css'
import { useEffect, useState } from 'react'
import { useStored } from '../../keep/stored.ts'
import { focusFirstFault } from '../../parts/field.tsx'
import { paths, type ReportStep } from '../../paths.ts'
import { draftStore, emptyDraft } from '../../report/draft.ts'
import { post } from '../../report/outbox.ts'
import { sendWaiting } from '../../report/tools.ts'
import { type Fault, faultsOf, faultsOfStep, firstStepAtFault } from '../../report/wizard.ts'
import { go } from '../../router.tsx'
import { ContactStep } from './contact-step.tsx'
import { SayStep } from './say-step.tsx'
import { WhereStep } from './where-step.tsx'

/** What a step needs: the faults to show (none before it was left), and the way on. */
export interface StepProps {
  readonly faults: readonly Fault[]
  readonly onNext: () => void
}

/** Reporting in three screens. What is typed stands in the draft at once; nothing is lost by leaving. */
export default function Report({ step: wanted, speak }: { step: ReportStep; speak: boolean }) {
  const draft = useStored(draftStore)
  // Came back from the receipt, or opened the middle of it: there is nothing to place or to answer yet.
  const step = draft.description.trim() === '' && wanted !== 'say' ? 'say' : wanted
  const [left, setLeft] = useState<ReadonlySet<ReportStep>>(
    new Set(draft.refused.length > 0 ? ['say', 'where', 'contact'] : []),
  )
  useEffect(() => {
    if (step !== wanted || speak) go(paths.report(step), { replace: true })
  }, [step, wanted, speak])

  const faults = left.has(step) ? faultsOfStep(draft, step) : []
  function leave(to: ReportStep) {
    setLeft(new Set([...left, step]))
    if (faultsOfStep(draftStore.get(), step).length > 0) focusFirstFault()
    else go(paths.report(to))
  }

  function submit() {
    setLeft(new Set<ReportStep>(['say', 'where', 'contact']))
    const finished = draftStore.get()
    const atFault = firstStepAtFault(faultsOf(finished))
    if (atFault !== null) {
      if (atFault !== step) go(paths.report(atFault))
      focusFirstFault()
      return
    }
    const key = post(finished)
    draftStore.set(emptyDraft())
    void sendWaiting()
    go(paths.outgoing(key), { replace: true })
  }

  switch (step) {
    case 'say':
      return <SayStep faults={faults} speak={speak} onNext={() => leave('where')} />
    case 'where':
      return <WhereStep faults={faults} onNext={() => leave('contact')} />
    case 'contact':
      return <ContactStep faults={faults} onNext={submit} />
  }
}
