import { Icon } from '@linli/ui'
import { useStored } from '../../keep/stored.ts'
import { Field } from '../../parts/field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { paths } from '../../paths.ts'
import { changeDraft, type Contact, contactModes, draftStore } from '../../report/draft.ts'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'
import { useFaultWords } from './fault-words.ts'
import type { StepProps } from './report.tsx'

const choiceWords = {
  phone: ['byPhone', 'byPhoneHint'],
  hidden: ['hidden', 'hiddenHint'],
  none: ['anonymous', 'anonymousHint'],
} as const

export function ContactStep({ faults, onNext }: StepProps) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { contact } = useStored(draftStore)
  const faultWords = useFaultWords(faults)
  const change = (part: Partial<Contact>) => changeDraft({ contact: { ...draftStore.get().contact, ...part } })
  return (
    <Screen
      title={t.contactTitle}
      bar={t.report}
      aside={t.step(3)}
      progress={{ at: 3, of: 3 }}
      back={paths.report('where')}
      foot={
        <button type="button" className="go" onClick={onNext}>
          {common.send}
        </button>
      }
    >
      <fieldset className="options">
        <legend className="sr">{t.contactTitle}</legend>
        {contactModes.map((mode) => (
          <label key={mode} className={contact.mode === mode ? 'opt on' : 'opt'}>
            <input type="radio" name="contact" checked={contact.mode === mode} onChange={() => change({ mode })} />
            <b>{t[choiceWords[mode][0]]}</b>
            <small>{t[choiceWords[mode][1]]}</small>
          </label>
        ))}
      </fieldset>
      {contact.mode !== 'none' && (
        <>
          <Field
            label={t.phone}
            kind="tel"
            autoComplete="tel"
            value={contact.phone}
            error={faultWords('phone')}
            onChange={(phone) => change({ phone })}
          />
          <Field
            label={t.name}
            hint={common.optional}
            autoComplete="name"
            value={contact.name}
            error={faultWords('name')}
            onChange={(name) => change({ name })}
          />
          <p className="note">
            <Icon name="lock" />
            <span>{t.privacy}</span>
          </p>
        </>
      )}
    </Screen>
  )
}
