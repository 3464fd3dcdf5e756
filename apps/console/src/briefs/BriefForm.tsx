import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { type Brief, briefRoutes } from '@linli/contract/briefs'
import { fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { useMessages } from './messages.ts'

interface Props {
  /** Null: a new one. */
  readonly brief: Brief | null
  readonly onDone: () => void
}

export function BriefForm({ brief, onDone }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const save = useCommand(briefRoutes.saveBrief, ['/briefs'])
  const [id] = useState(() => brief?.id ?? newId())
  const [period, setPeriod] = useState(brief?.period ?? 'daily')
  const county = useQuery({ ...reading(areaRoutes.listAreaChildren, {}), staleTime: 600_000 })
  const parentId = county.data?.items[0]?.id
  const towns = useQuery({
    ...reading(areaRoutes.listAreaChildren, { parentId: parentId ?? '' }),
    enabled: parentId !== undefined,
    staleTime: 600_000,
  })

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const areaId = fieldText(form, 'areaId')
    const done = await save.run({
      id,
      seenVersion: brief?.version ?? 0,
      name: fieldText(form, 'name'),
      period,
      weekday: period === 'weekly' ? Number(fieldText(form, 'weekday')) : null,
      timeOfDay: fieldText(form, 'timeOfDay'),
      areaId: areaId === '' ? null : areaId,
      locale: fieldText(form, 'locale') === 'en' ? 'en' : 'zh',
      recipients: fieldText(form, 'recipients')
        .split(/[\s,，;；、]+/u)
        .filter(Boolean),
      enabled: form.has('enabled'),
    })
    if (done) onDone()
  }
  const addressFault = Object.entries(save.faults).find(([path]) => path.startsWith('recipients'))?.[1]
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <label>
        {m.name}
        <input name="name" required maxLength={60} defaultValue={brief?.name ?? ''} />
        <FieldFault text={save.faults['name']} />
      </label>
      <div className="row3">
        <label>
          {m.period}
          <select value={period} onChange={({ target }) => setPeriod(target.value === 'weekly' ? 'weekly' : 'daily')}>
            <option value="daily">{m.periods.daily}</option>
            <option value="weekly">{m.periods.weekly}</option>
          </select>
        </label>
        {period === 'weekly' && (
          <label>
            {m.weekday}
            <select name="weekday" defaultValue={brief?.weekday ?? 1}>
              {Object.entries(m.weekdays).map(([day, name]) => (
                <option key={day} value={day}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {m.time}
          <input name="timeOfDay" type="time" required defaultValue={brief?.timeOfDay ?? '07:30'} />
        </label>
      </div>
      <div className="row2">
        <label>
          {m.area}
          <select name="areaId" key={towns.data?.items.length} defaultValue={brief?.areaId ?? ''}>
            <option value="">{m.county}</option>
            {towns.data?.items.map((town) => (
              <option key={town.id} value={town.id}>
                {locale === 'en' ? (town.nameEn ?? town.name) : town.name}
              </option>
            ))}
            {brief?.areaId != null && !towns.data?.items.some(({ id: town }) => town === brief.areaId) && (
              <option value={brief.areaId}>{brief.areaName}</option>
            )}
          </select>
          <FieldFault text={save.faults['areaId']} />
        </label>
        <label>
          {m.language}
          <select name="locale" defaultValue={brief?.locale ?? locale}>
            <option value="zh">{m.languages.zh}</option>
            <option value="en">{m.languages.en}</option>
          </select>
        </label>
      </div>
      <label>
        {m.recipients}
        <textarea name="recipients" rows={4} required defaultValue={brief?.recipients.join('\n') ?? ''} />
        <FieldFault text={addressFault} />
      </label>
      <label className="tick">
        <input name="enabled" type="checkbox" defaultChecked={brief?.enabled ?? true} />
        {m.enabled}
      </label>
      <FormFault text={save.fault} />
      <div className="row2">
        <button type="submit" className="btn pri" disabled={save.busy}>
          {m.save}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
