import type { HelpContact } from '@linli/contract/field-sync'
import { Icon, useLocale } from '@linli/ui'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import { PageHead } from '../parts/page-head.tsx'
import { paths } from '../paths.ts'
import { readDue } from '../store/register.ts'
import { helpMessages } from '../words/help.ts'
import { howTo, howTopics, ruleTopics } from '../words/how-to.ts'
import { messages } from '../words/messages.ts'
import { ruleWords } from '../words/why.ts'

/** Whom to call, what the rules are and how things are done; all of it on the phone. */
export default function HelpPage() {
  const h = helpMessages.useMessages()
  const { me } = useAccount()
  const contacts = useFact('fieldBasics')?.contacts ?? []
  // Whoever works in two grids of a village has the same station and the same lawyer in both, and is a deputy in one.
  const own = [...new Map(contacts.map((each) => [`${each.kind} ${each.name} ${each.phone}`, each])).values()].filter(
    ({ gridId, name }) => gridId !== null && name !== me.name,
  )
  const departments = contacts.filter(({ gridId }) => gridId === null)
  return (
    <>
      <PageHead title={h.help} back={paths.me()} />
      <div className="matter">
        <section>
          <h2>{h.contacts}</h2>
          {contacts.length === 0 && <p className="hint">{h.noContacts}</p>}
          <Contacts contacts={own} />
        </section>
        <section>
          <h2>{h.hotlines}</h2>
          <p className="call-row">
            {(['110', '119', '120'] as const).map((number) => (
              <a key={number} className="button" href={`tel:${number}`}>
                <Icon name="phone" />
                {h.emergencyCall[number]}
              </a>
            ))}
            <a className="button" href="tel:12345">
              <Icon name="headset" />
              {h.hotline12345}
            </a>
          </p>
        </section>
        {departments.length > 0 && (
          <section>
            <h2>{h.contactKind.department}</h2>
            <Contacts contacts={departments} />
          </section>
        )}
        <Topics title={h.rules} topics={ruleTopics} />
        <Duties />
        <Topics title={h.howTo} topics={howTopics} />
      </div>
    </>
  )
}

function Contacts({ contacts }: { contacts: readonly HelpContact[] }) {
  const h = helpMessages.useMessages()
  const kinds: Readonly<Record<string, string>> = h.contactKind
  return (
    <ul className="contacts">
      {contacts.map(({ gridId, kind, name, phone, duties }) => (
        <li key={`${kind} ${name} ${phone}`}>
          <span>
            <b>{name}</b>
            <small>
              {[...(gridId === null ? [] : [kinds[kind] ?? kind]), ...(duties ? [duties] : [])].join(' · ')}
            </small>
          </span>
          {phone === null ? (
            <small className="hint">{h.noNumber}</small>
          ) : (
            <a className="button" href={`tel:${phone}`} aria-label={`${name} ${phone}`}>
              <Icon name="phone" />
              {phone}
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

function Topics({
  title,
  topics,
}: {
  title: string
  topics: readonly (typeof ruleTopics | typeof howTopics)[number][]
}) {
  const words = howTo.useMessages()
  return (
    <section>
      <h2>{title}</h2>
      {topics.map((topic) => (
        <details key={topic} className="topic">
          <summary>{words[topic]}</summary>
          <p>{words[`${topic}Text`]}</p>
        </details>
      ))}
    </section>
  )
}

/** The rules of duty as they are on this phone: by what is due. */
function Duties() {
  const t = messages.useMessages()
  const h = helpMessages.useMessages()
  const { locale } = useLocale()
  const due = useKept('register', 'due', readDue) ?? []
  const rules = [...new Map(due.map((item) => [item.ruleCode, item])).values()]
  return (
    <section>
      <h2>{h.myDuties}</h2>
      {rules.length === 0 && <p className="hint">{h.noDuties}</p>}
      {rules.map((item) => (
        <details key={item.ruleCode} className="topic">
          <summary>{ruleWords(item, t, locale)}</summary>
          <p>{item.lookAt}</p>
        </details>
      ))}
    </section>
  )
}
