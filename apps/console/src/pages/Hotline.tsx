import { categoryRoutes } from '@linli/contract/categories'
import { matterRoutes } from '@linli/contract/matters'
import type { RouteOutput } from '@linli/contract/route'
import type { Answer } from '@linli/contract/questions'
import { fieldText, MatterStatusTag, QuestionFields, tidyAnswers, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { AreaField } from '../matter/AreaField.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

type Receipt = RouteOutput<typeof matterRoutes.takeCall>

/** The operator's desk: number first, earlier calls beside, read-back at the end. */
export default function Hotline() {
  const m = useMessages()
  const { locale } = useLocale()
  const [phone, setPhone] = useState('')
  const [words, setWords] = useState('')
  const [code, setCode] = useState('')
  /** By category. */
  const [answers, setAnswers] = useState<Readonly<Record<string, readonly Answer[]>>>({})
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const take = useCommand(matterRoutes.takeCall, ['/inbox', '/matters'])
  const categories = useQuery({ ...reading(categoryRoutes.listPublicCategories, {}), staleTime: 600_000 })
  const suggested = useQuery({
    ...reading(categoryRoutes.suggestCategories, { words }),
    enabled: words.trim().length >= 2,
  })
  const earlier = useQuery({
    ...reading(matterRoutes.findEarlierCalls, { phone }),
    enabled: /^1\d{10}$/.test(phone),
    staleTime: 60_000,
  })

  const first = suggested.data?.items[0]
  const categoryCode = code || (first?.code ?? '')

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(form, name)
    const done = await take.run({
      description: words,
      categoryCode,
      answers: tidyAnswers(answers[categoryCode]),
      ...(text('areaId') ? { areaId: text('areaId') } : {}),
      ...(text('address') ? { address: text('address') } : {}),
      ...(phone ? { callerPhone: phone } : {}),
      ...(text('name') ? { callerName: text('name') } : {}),
      anonymous: form.has('anonymous'),
      notify: form.has('notify'),
    })
    if (done) setReceipt(done)
  }

  if (receipt) {
    return (
      <main className="scroll pad stack" style={{ maxWidth: 720 }}>
        <section className="panel pad" role="status">
          <h1 style={{ font: 'var(--t-20)' }}>{`${m.number} ${receipt.number} · ${m.code} ${receipt.code}`}</h1>
          <p style={{ font: 'var(--t-16)', marginTop: 12 }}>{receipt.readBack[locale]}</p>
          <p className="mut">{`${m.promised} ${whenText(receipt.promised.settleBy, locale)}`}</p>
          <p style={{ marginTop: 16, display: 'flex', gap: 8 }}>
            <button
              type="button"
              className="btn pri"
              onClick={() => {
                setReceipt(null)
                setWords('')
                setPhone('')
                setCode('')
                setAnswers({})
              }}
            >
              {m.again}
            </button>
            <Link to={paths.matter(receipt.id)} className="btn">
              {receipt.number}
            </Link>
          </p>
        </section>
      </main>
    )
  }
  return (
    <main className="scroll cols">
      <section className="panel">
        <form className="form" onSubmit={(event) => void submit(event)}>
          <h1 style={{ font: 'var(--t-20)' }}>{m.callTitle}</h1>
          <div className="row2">
            <label>
              {m.callerPhone}
              <input
                value={phone}
                onChange={(event) => setPhone(event.target.value.trim())}
                inputMode="tel"
                autoFocus
              />
            </label>
            <label>
              {m.callerName}
              <input name="name" maxLength={50} />
            </label>
          </div>
          <label>
            {m.description}
            <textarea value={words} onChange={(event) => setWords(event.target.value)} maxLength={2000} required />
          </label>
          <label>
            {m.category}
            <select value={categoryCode} onChange={(event) => setCode(event.target.value)} required>
              <option value="" />
              {categories.data?.items.map((one) => (
                <option key={one.code} value={one.code}>{`${one.classNames[locale]} · ${one.names[locale]}`}</option>
              ))}
            </select>
            {first && <small>{`${m.suggested}：${first.names[locale]}，${m.because(first.because.join('、'))}`}</small>}
          </label>
          <QuestionFields
            questions={categories.data?.items.find((one) => one.code === categoryCode)?.questions ?? []}
            answers={answers[categoryCode] ?? []}
            onChange={(changed) => setAnswers({ ...answers, [categoryCode]: changed })}
          />
          <AreaField />
          <label className="inline">
            <input type="checkbox" name="anonymous" />
            {m.anonymous}
          </label>
          <label className="inline">
            <input type="checkbox" name="notify" defaultChecked />
            {m.notify}
          </label>
          <FormFault text={take.fault} />
          <div>
            <button type="submit" className="btn pri" disabled={take.busy}>
              {m.submit}
            </button>
          </div>
        </form>
      </section>
      <aside className="side">
        <section className="panel">
          <h2>{m.earlier}</h2>
          {(earlier.data?.items ?? []).length === 0 && <p className="empty">{m.none}</p>}
          {earlier.data?.items.map((row) => (
            <div key={row.id} className="empty">
              <Link to={paths.matter(row.id)}>{row.title}</Link> <MatterStatusTag status={row.status} />{' '}
              {whenText(row.reportedAt, locale)}
            </div>
          ))}
        </section>
      </aside>
    </main>
  )
}
