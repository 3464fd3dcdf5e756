import { countyRoutes, type CountySettings } from '@linli/contract/county'
import { LimitUnit } from '@linli/contract/clock'
import { LocalDate } from '@linli/contract/common'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { toggled } from '@linli/client/notice-choice'
import { defaultChannels, noticeKinds } from '@linli/contract/notice-kinds'
import { ChannelTable } from '../notices/ChannelTable.tsx'
import '../notices/notices.css'
import { useMessages } from './messages.ts'

/** Rules that a county sets for itself, without a developer. */
export default function Settings() {
  const settings = useQuery({ ...reading(countyRoutes.getCountySettings, {}), staleTime: Infinity })
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
  if (!settings.data) return <Loading />
  // A form of its own for each state of the rules: what was typed over older ones is not sent as if it knew the new.
  return <SettingsForm key={settings.dataUpdatedAt} settings={settings.data} />
}

function SettingsForm({ settings }: { settings: CountySettings }) {
  const m = useMessages()
  const change = useCommand(countyRoutes.changeCountySettings, [])
  const [shifts, setShifts] = useState(settings.shifts)
  const [noticeChannels, setNoticeChannels] = useState(settings.noticeChannels)
  const [seen, setSeen] = useState(settings)
  const [said, say] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    say(null)
    const form = new FormData(event.currentTarget)
    const number = (name: string) => Number(fieldText(form, name))
    const span = (name: string): [number, number] => [number(`${name}.least`), number(`${name}.most`)]
    const limit = (name: string) => ({
      amount: number(`${name}.amount`),
      unit: LimitUnit.parse(fieldText(form, `${name}.unit`)),
    })
    const switched = (name: string) => ({ on: form.has(`${name}.on`), basis: fieldText(form, `${name}.basis`).trim() })
    const days = (name: string) =>
      fieldText(form, name)
        .split(/[\s,，、]+/u)
        .filter(Boolean)
    const [extraHolidays, extraWorkdays] = [days('extraHolidays'), days('extraWorkdays')]
    const wrong = [...extraHolidays, ...extraWorkdays].find((day) => !LocalDate.safeParse(day).success)
    if (wrong !== undefined) return say(m.notADay(wrong))
    const next: CountySettings = {
      shifts,
      extraHolidays,
      extraWorkdays,
      gridHouseholds: { urban: span('urban'), rural: span('rural') },
      reopenDays: number('reopenDays'),
      residentSilenceDays: number('residentSilenceDays'),
      maxExtensionTimes: number('maxExtensionTimes'),
      decideLimit: limit('decideLimit'),
      pauseLimit: limit('pauseLimit'),
      patrolTracks: switched('patrolTracks'),
      clockIn: switched('clockIn'),
      swapsDecidedBy: fieldText(form, 'swapsDecidedBy') === 'station' ? 'station' : 'colleague',
      declinedVisitsDecidedBy: fieldText(form, 'declinedVisitsDecidedBy') === 'clerk' ? 'clerk' : 'worker',
      noticeChannels,
    }
    const saved = await change.run({ seen, settings: next })
    if (!saved) return
    setSeen(saved)
    say(m.saved)
  }

  const setShift = (at: number, part: 'from' | 'to', value: string) =>
    setShifts(shifts.map((shift, index) => (index === at ? { ...shift, [part]: value } : shift)))
  const counted = (name: 'reopenDays' | 'residentSilenceDays' | 'maxExtensionTimes', least: number, most: number) => (
    <label>
      {m[name]}
      <input name={name} type="number" min={least} max={most} required defaultValue={settings[name]} />
      <FieldFault text={change.faults[`settings.${name}`]} />
    </label>
  )
  return (
    <main className="scroll pad stack">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        <p className="mut">{m.hint}</p>
        <fieldset>
          <legend>{m.shifts}</legend>
          <p className="mut">{m.shiftsHint}</p>
          {shifts.map((shift, index) => (
            <div key={index} className="row3">
              {(['from', 'to'] as const).map((part) => (
                <label key={part}>
                  {m[part]}
                  <input
                    type="time"
                    required
                    value={shift[part]}
                    onChange={(event) => setShift(index, part, event.target.value)}
                  />
                </label>
              ))}
              {shifts.length > 1 && (
                <button
                  type="button"
                  className="btn txt"
                  onClick={() => setShifts(shifts.filter((_, other) => other !== index))}
                >
                  {m.remove}
                </button>
              )}
            </div>
          ))}
          <FieldFault text={change.faults['settings.shifts']} />
          {shifts.length < 4 && (
            <div>
              <button type="button" className="btn" onClick={() => setShifts([...shifts, { from: '', to: '' }])}>
                {m.addShift}
              </button>
            </div>
          )}
        </fieldset>
        <div className="row2">
          {(['extraHolidays', 'extraWorkdays'] as const).map((name) => (
            <label key={name}>
              {m[name]}
              <textarea name={name} rows={3} defaultValue={settings[name].join('\n')} placeholder={m.daysHint} />
            </label>
          ))}
        </div>
        {(['urban', 'rural'] as const).map((name) => (
          <fieldset key={name}>
            <legend>{m[name]}</legend>
            <div className="row2">
              {(['least', 'most'] as const).map((end, index) => (
                <label key={end}>
                  {m[end]}
                  <input
                    name={`${name}.${end}`}
                    type="number"
                    min={0}
                    max={100_000}
                    required
                    defaultValue={settings.gridHouseholds[name][index]}
                  />
                </label>
              ))}
            </div>
            <FieldFault text={change.faults[`settings.gridHouseholds.${name}`]} />
          </fieldset>
        ))}
        <div className="row2">
          {counted('reopenDays', 0, 365)}
          {counted('residentSilenceDays', 1, 90)}
          {counted('maxExtensionTimes', 0, 9)}
        </div>
        {(['decideLimit', 'pauseLimit'] as const).map((name) => (
          <fieldset key={name}>
            <legend>{m[name]}</legend>
            <div className="row2">
              <label>
                {m.amount}
                <input
                  name={`${name}.amount`}
                  type="number"
                  min={1}
                  max={1000}
                  required
                  defaultValue={settings[name].amount}
                />
              </label>
              <label>
                {m.unit}
                <select name={`${name}.unit`} defaultValue={settings[name].unit}>
                  {LimitUnit.options.map((unit) => (
                    <option key={unit} value={unit}>
                      {m.units[unit]}
                    </option>
                  ))}
                </select>
              </label>
            </div>
          </fieldset>
        ))}
        {(['patrolTracks', 'clockIn'] as const).map((name) => (
          <fieldset key={name}>
            <legend>{m[name]}</legend>
            <p className="mut">{m[`${name}Hint`]}</p>
            <label className="tick">
              <input name={`${name}.on`} type="checkbox" defaultChecked={settings[name].on} />
              {m.switchedOn}
            </label>
            <label>
              {m.basis}
              <input name={`${name}.basis`} maxLength={300} defaultValue={settings[name].basis} />
              <FieldFault text={change.faults[`settings.${name}.basis`]} />
            </label>
          </fieldset>
        ))}
        <label>
          {m.declinedVisitsDecidedBy}
          <select name="declinedVisitsDecidedBy" defaultValue={settings.declinedVisitsDecidedBy}>
            <option value="worker">{m.byWorker}</option>
            <option value="clerk">{m.byClerk}</option>
          </select>
        </label>
        <label>
          {m.swapsDecidedBy}
          <select name="swapsDecidedBy" defaultValue={settings.swapsDecidedBy}>
            <option value="colleague">{m.bySwappers}</option>
            <option value="station">{m.byClerk}</option>
          </select>
        </label>
        <fieldset>
          <legend>{m.noticeChannels}</legend>
          <p className="mut">{m.noticeChannelsHint}</p>
          <ChannelTable
            own={noticeChannels}
            above={defaultChannels}
            faults={Object.fromEntries(
              noticeKinds.map((kind) => [kind, change.faults[`settings.noticeChannels.${kind}`]]),
            )}
            onToggle={(kind, channel) => setNoticeChannels(toggled(noticeChannels, defaultChannels, kind, channel))}
          />
        </fieldset>
        {(change.fault ?? said) !== null && (
          <p className={said === m.saved ? '' : 'bad'} role={said === m.saved ? 'status' : 'alert'}>
            {change.fault ?? said}
          </p>
        )}
        <div>
          <button type="submit" className="btn pri" disabled={change.busy}>
            {m.save}
          </button>
        </div>
      </form>
    </main>
  )
}
