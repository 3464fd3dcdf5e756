import { type Category, categoryRoutes, type CategoryRules, Evidence, SettleLevel } from '@linli/contract/categories'
import { type Limit, LimitUnit } from '@linli/contract/clock'
import { amountText, fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

const steps = ['whole', 'accept', 'dispatch', 'handle', 'verify'] as const

/** Every change makes a version; running matters keep the one they began with. */
export default function Categories() {
  const m = useMessages()
  const { units } = useMatterMessages()
  const { locale } = useLocale()
  const list = useQuery(reading(categoryRoutes.listCategories, {}))
  const [editing, edit] = useState<Category | null>(null)
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  const limitText = (limit: Limit) =>
    `${limit.amount} ${units[limit.unit] ?? amountText(limit.amount, limit.unit, locale)}`
  return (
    <main className="scroll pad stack">
      {editing && <Editor key={editing.id} category={editing} onDone={() => edit(null)} />}
      <table className="grid">
        <thead>
          <tr>
            <th>{m.number}</th>
            <th>{m.category}</th>
            <th>{m.whole}</th>
            <th>{m.handle}</th>
            <th>{m.level}</th>
            <th>{m.evidence}</th>
            <td />
            <td />
          </tr>
        </thead>
        <tbody>
          {list.data.items.map((one) => (
            <tr key={one.id}>
              <td className="num">{one.code}</td>
              <td>{`${one.classNames[locale]} · ${one.names[locale]}`}</td>
              <td>{limitText(one.limits.whole)}</td>
              <td>{limitText(one.limits.handle)}</td>
              <td>{m.levels[one.settleLevel]}</td>
              <td>{m.evidences[one.evidence]}</td>
              <td className="mut">{m.version(one.version)}</td>
              <td>
                <button type="button" className="btn" onClick={() => edit(one)}>
                  {m.edit}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  )
}

function Editor({ category, onDone }: { category: Category; onDone: () => void }) {
  const m = useMessages()
  const { units } = useMatterMessages()
  const change = useCommand(categoryRoutes.changeCategory, ['/categories', '/public/categories'])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(form, name)
    const limit = (step: string): Limit => ({
      amount: Number(text(`${step}.amount`)),
      unit: LimitUnit.parse(text(`${step}.unit`)),
    })
    const { id: _id, version, validFrom: _from, validTo: _to, ...rules } = category
    const next: CategoryRules = {
      ...rules,
      names: { zh: text('zh'), en: text('en') },
      keywords: text('keywords')
        .split(/[、,，\n]/)
        .map((word) => word.trim())
        .filter(Boolean),
      departmentCode: text('department') || null,
      settleLevel: SettleLevel.parse(text('level')),
      evidence: Evidence.parse(text('evidence')),
      limits: {
        whole: limit('whole'),
        accept: limit('accept'),
        dispatch: limit('dispatch'),
        handle: limit('handle'),
        verify: limit('verify'),
      },
      danger: form.has('danger'),
      confidential: form.has('confidential'),
      publicNearby: form.has('nearby'),
      unsorted: form.has('unsorted'),
    }
    if (await change.run({ code: category.code, seenVersion: version, rules: next })) onDone()
  }

  return (
    <form className="form panel" style={{ maxWidth: 900 }} onSubmit={(event) => void submit(event)}>
      <h1 style={{ font: 'var(--t-20)' }}>{`${category.code} ${category.names.zh}`}</h1>
      <div className="row2">
        <label>
          中文
          <input name="zh" defaultValue={category.names.zh} required />
        </label>
        <label>
          English
          <input name="en" defaultValue={category.names.en} required />
        </label>
      </div>
      <label>
        {m.keywords}
        <input name="keywords" defaultValue={category.keywords.join('、')} />
      </label>
      <div className="row2">
        {steps.map((step) => (
          <label key={step}>
            {m[step]}
            <span style={{ display: 'flex', gap: 8 }}>
              <input
                name={`${step}.amount`}
                type="number"
                min={1}
                max={1000}
                defaultValue={category.limits[step].amount}
                required
              />
              <select name={`${step}.unit`} defaultValue={category.limits[step].unit} aria-label={m[step]}>
                {Object.entries(units).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </span>
          </label>
        ))}
        <label>
          {m.level}
          <select name="level" defaultValue={category.settleLevel}>
            {Object.entries(m.levels).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          {m.evidence}
          <select name="evidence" defaultValue={category.evidence}>
            {Object.entries(m.evidences).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          {m.department}
          <input name="department" defaultValue={category.departmentCode ?? ''} />
        </label>
      </div>
      <label className="inline">
        <input type="checkbox" name="danger" defaultChecked={category.danger} />
        {m.danger}
      </label>
      <label className="inline">
        <input type="checkbox" name="confidential" defaultChecked={category.confidential} />
        {m.confidential}
      </label>
      <label className="inline">
        <input type="checkbox" name="nearby" defaultChecked={category.publicNearby} />
        {m.nearby}
      </label>
      <label className="inline">
        <input type="checkbox" name="unsorted" defaultChecked={category.unsorted} />
        {m.unsorted}
      </label>
      {change.fault && (
        <p className="bad" role="alert">
          {change.fault}
        </p>
      )}
      <div style={{ display: 'flex', gap: 8 }}>
        <button type="submit" className="btn pri" disabled={change.busy}>
          {m.save}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
