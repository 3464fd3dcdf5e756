import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { peopleRoutes, ResidenceKind } from '@linli/contract/people'
import { ExportGroup, ListLayout, listLayoutText, registerExportRoutes } from '@linli/contract/people-lists'
import { reportRoutes } from '@linli/contract/people-reports'
import { statisticsRoutes } from '@linli/contract/people-statistics'
import { fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

interface Props {
  readonly changes: readonly string[]
  /** A report, an area and a month that were chosen elsewhere. */
  readonly templateId: string | null
  readonly areaId: string | null
  readonly month: string | null
}

/** Whom, what and for what. */
export function ExportForm({ changes, ...chosen }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [words, setWords] = useState('')
  const [exportId, setExportId] = useState(newId)
  const areas = useQuery({ ...reading(areaRoutes.searchAreas, { q: words, limit: 20 }), enabled: words.length > 0 })
  const needs = useQuery(reading(peopleRoutes.listNeedKinds, {}))
  const area = useQuery({
    ...reading(areaRoutes.getArea, { areaId: chosen.areaId ?? '' }),
    enabled: chosen.areaId !== null,
    staleTime: 600_000,
  })
  const reports = useQuery(reading(reportRoutes.listReportTemplates, {}))
  const lists = (reports.data?.items ?? []).filter(({ namesPeople }) => namesPeople)
  // A report template, a layout, or neither.
  const [form, setForm] = useState(chosen.templateId ?? '')
  const layout = ListLayout.safeParse(form).data
  const report = form === '' || layout !== undefined ? null : form
  const ofMonth = lists.some(({ id, ofMonth: has }) => id === report && has)
  const months = useQuery({ ...reading(statisticsRoutes.listStatisticsMonths, {}), enabled: ofMonth })
  const request = useCommand(registerExportRoutes.requestExport, changes)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const target = event.currentTarget
    const fields = new FormData(target)
    const month = fieldText(fields, 'month')
    const number = (name: string) => (fieldText(fields, name) === '' ? null : Number(fieldText(fields, name)))
    const done = await request.run({
      exportId,
      filter: {
        areaId: fieldText(fields, 'areaId'),
        residenceKinds: ResidenceKind.options.filter((kind) => fields.has(`kind ${kind}`)),
        need: fieldText(fields, 'need') || null,
        ageFrom: number('ageFrom'),
        ageTo: number('ageTo'),
      },
      groups: ['basic', ...ExportGroup.options.filter((group) => group !== 'basic' && fields.has(`group ${group}`))],
      words: fieldText(fields, 'words'),
      report: report === null ? null : { templateId: report, ...(month !== '' && { month }) },
      layout: layout ?? null,
    })
    if (!done) return
    target.reset()
    setWords('')
    setExportId(newId())
  }

  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <h1 style={{ font: 'var(--t-20)' }}>{m.exports}</h1>
      <p className="mut">{m.exportHint}</p>
      <div className="row2">
        <Field label={m.area} hint={m.areaHint}>
          {(control) => (
            <input {...control} value={words} onChange={(event) => setWords(event.target.value)} autoComplete="off" />
          )}
        </Field>
        <select name="areaId" required aria-label={m.area} size={4}>
          {area.data && words === '' && (
            <option value={area.data.id}>
              {[...area.data.path.slice(1), area.data].map(({ name }) => name).join(' ')}
            </option>
          )}
          {areas.data?.items.map((hit) => (
            <option key={hit.id} value={hit.id}>
              {[...hit.path.slice(1).map((above) => above.name), hit.name].join(' ')}
            </option>
          ))}
        </select>
      </div>
      <Field label={m.asReport} hint={layout === undefined ? m.asReportHint : m.layoutHint}>
        {(control) => (
          <select {...control} value={form} onChange={({ target }) => setForm(target.value)}>
            <option value="">{m.asTable}</option>
            {ListLayout.options.map((one) => (
              <option key={one} value={one}>
                {listLayoutText[one][locale]}
              </option>
            ))}
            {lists.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {ofMonth && (
        <Field label={m.reportMonth}>
          {(control) => (
            <select {...control} key={months.data?.items.length} name="month" defaultValue={chosen.month ?? ''}>
              <option value="">{m.latestMonth}</option>
              {months.data?.items.map((one) => (
                <option key={one.month}>{one.month}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <fieldset hidden={report !== null}>
        <legend>{m.groups}</legend>
        {ExportGroup.options.map((group) => (
          <label key={group} className="inline">
            <input
              type="checkbox"
              name={`group ${group}`}
              defaultChecked={group === 'basic'}
              disabled={group === 'basic'}
            />
            {m.groupNames[group]}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{m.kinds}</legend>
        {ResidenceKind.options.map((kind) => (
          <label key={kind} className="inline">
            <input type="checkbox" name={`kind ${kind}`} />
            {m.kindNames[kind]}
          </label>
        ))}
      </fieldset>
      <Field label={m.need}>
        {(control) => (
          <select {...control} name="need">
            <option value="">{m.anyNeed}</option>
            {needs.data?.items.map((kind) => (
              <option key={kind.code} value={kind.code}>
                {kind.names[locale]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="row2">
        <Field label={m.ageFrom} fault={request.faults['filter.ageFrom']}>
          {(control) => <input {...control} type="number" name="ageFrom" min={0} max={150} />}
        </Field>
        <Field label={m.ageTo} fault={request.faults['filter.ageTo']}>
          {(control) => <input {...control} type="number" name="ageTo" min={0} max={150} />}
        </Field>
      </div>
      <Field label={m.words} hint={m.wordsHint} fault={request.faults['words']}>
        {(control) => <input {...control} name="words" maxLength={300} required />}
      </Field>
      <FormFault text={request.fault} />
      <div className="doing">
        <button type="submit" className="btn pri" disabled={request.busy}>
          {m.request}
        </button>
      </div>
    </form>
  )
}
