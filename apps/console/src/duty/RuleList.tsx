import { dutyRoutes } from '@linli/contract/duty'
import type { DutyRule } from '@linli/contract/fieldwork'
import { Icon, Status, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { say } from '../frame/said.ts'
import type { PageProps } from '../pages.ts'
import { useCommand } from '../pages/use-command.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useRuleWords } from './rule-words.ts'
import { RuleVersions } from './RuleVersions.tsx'

interface Props extends Pick<PageProps, 'me'> {
  readonly rules: readonly DutyRule[]
  readonly proposed: readonly DutyRule[]
}

/** Rules in force, each in a sentence; before them what waits for a second person. */
export function RuleList({ rules, proposed, me }: Props) {
  const m = useMessages()
  const words = useRuleWords()
  const { locale } = useLocale()
  const [opened, open] = useState<string | null>(null)
  return (
    <>
      <p className="mut">{m.hint}</p>
      <div>
        <button type="button" className="btn pri" onClick={() => filter({ edit: 'new' })}>
          <Icon name="plus" />
          {m.add}
        </button>
      </div>
      {proposed.map((rule) => (
        <Proposal key={rule.id} rule={rule} own={rule.changedBy === me.name} />
      ))}
      {rules.length === 0 && <p className="blank">{m.none}</p>}
      {rules.length > 0 && (
        <section className="panel" aria-label={m.tabs.rules}>
          <ul>
            {rules.map((rule) => (
              <li key={rule.code} className="deed">
                <b>
                  {rule.names[locale]}{' '}
                  {proposed.some(({ code }) => code === rule.code) && (
                    <Status tone="warn" icon="clock">
                      {m.waiting}
                    </Status>
                  )}
                </b>
                <span className="inline">
                  <button
                    type="button"
                    className="btn txt"
                    aria-expanded={opened === rule.code}
                    aria-label={`${m.version(rule.version)} ${rule.names[locale]} ${m.versions}`}
                    onClick={() => open(opened === rule.code ? null : rule.code)}
                  >
                    {m.version(rule.version)}
                  </button>
                  <button
                    type="button"
                    className="btn"
                    aria-label={`${m.edit} ${rule.names[locale]}`}
                    onClick={() => filter({ edit: rule.code })}
                  >
                    <Icon name="edit" />
                    {m.edit}
                  </button>
                </span>
                <p className="said">{words(rule)}</p>
                {rule.lookAt !== '' && <p>{`${m.lookAt}：${rule.lookAt}`}</p>}
                <p>{[rule.basis, ...(rule.secondPerson ? [m.twoPersons] : [])].join(' · ')}</p>
                {opened === rule.code && <RuleVersions code={rule.code} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** What somebody proposed: another person agrees or refuses, whoever proposed it takes it back. */
function Proposal({ rule, own }: { readonly rule: DutyRule; readonly own: boolean }) {
  const m = useMessages()
  const sentence = useRuleWords()
  const { locale } = useLocale()
  const [words, setWords] = useState('')
  const command = useCommand(dutyRoutes.decideDutyRule, [
    dutyRoutes.listDutyRules.path,
    dutyRoutes.listDutyRuleVersions.path,
  ])
  async function decide(accept: boolean) {
    if (await command.run({ ruleId: rule.id, accept, words: accept ? '' : words })) say({ words: m.decided })
  }
  return (
    <section className="panel" aria-labelledby={`rule-${rule.id}`}>
      <div className="panelhead">
        <h2 id={`rule-${rule.id}`}>{rule.names[locale]}</h2>
        <Status tone="warn" icon="clock">
          {m.waiting}
        </Status>
      </div>
      <dl className="factlist">
        <div>
          <dt>{m.after}</dt>
          <dd>{rule.ends ? m.proposesEnd : sentence(rule)}</dd>
        </div>
      </dl>
      <div className="deciding">
        <p className="mut">{m.proposedBy(rule.changedBy ?? m.standard, whenText(rule.changedAt, locale))}</p>
        {own ? (
          <button type="button" className="btn" disabled={command.busy} onClick={() => void decide(false)}>
            {m.takeBack}
          </button>
        ) : (
          <>
            <label className="field">
              {m.refuseWhy}
              <input value={words} maxLength={300} onChange={({ target }) => setWords(target.value)} />
            </label>
            <button type="button" className="btn pri" disabled={command.busy} onClick={() => void decide(true)}>
              <Icon name="check" />
              {m.accept}
            </button>
            <button type="button" className="btn" disabled={command.busy} onClick={() => void decide(false)}>
              {m.refuse}
            </button>
          </>
        )}
      </div>
      <FormFault text={command.fault} />
    </section>
  )
}
