import { newId, problemText } from '@linli/client'
import { roleRoutes, staffRoutes, unitRoutes, type UnitRow } from '@linli/contract/identity'
import { fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, queryClient, reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { Heads } from '../frame/Table.tsx'
import { saveText } from '../import/files.ts'
import { useMessages } from './messages.ts'
import { type Matched, matchLine, namesIn, readLines, type StaffLine } from './staff-rows.ts'

interface Row {
  readonly line: StaffLine
  readonly matched: Matched
  /** Kept over tries: an account is never made twice. */
  readonly id: string
  readonly commandId: string
  readonly password?: string
  readonly refused?: string
}

/** Many accounts from a sheet: checked first, each created by itself, each refusal beside its line. */
export function StaffList() {
  const m = useMessages()
  const { locale } = useLocale()
  const roles = useQuery({ ...reading(roleRoutes.listRoles, {}), staleTime: 60_000 })
  const [rows, setRows] = useState<readonly Row[]>([])
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const waiting = rows.filter(
    ({ matched, password, refused }) => 'unitId' in matched && password === undefined && refused === undefined,
  )
  const created = rows.filter(({ password }) => password !== undefined)

  async function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const lines = readLines(fieldText(new FormData(event.currentTarget), 'lines'))
    setFault(null)
    try {
      const units = await unitsNamed(new Set(lines.flatMap(namesIn)))
      setRows((before) => {
        // Whoever has an account keeps the line with the first password, which is shown nowhere else.
        const done = before.filter(({ password }) => password !== undefined)
        const made = new Set(done.map(({ line }) => line.login))
        const open = lines.filter(({ login }) => !made.has(login))
        const rowOf = (line: StaffLine): Row => {
          return { line, matched: matchLine(line, units, roles.data?.items ?? []), id: newId(), commandId: newId() }
        }
        return [...done, ...open.map(rowOf)]
      })
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }

  async function create() {
    setBusy(true)
    for (const row of waiting) {
      if (!('unitId' in row.matched)) continue
      const { unitId, roleId } = row.matched
      const { name, login, phone } = row.line
      const outcome = await client
        .call(staffRoutes.createStaff, {
          commandId: row.commandId,
          id: row.id,
          name,
          login,
          ...(phone === '' ? {} : { phone }),
          post: { unitId, roleId },
        })
        .then(({ temporaryPassword }) => ({ password: temporaryPassword }))
        .catch((error: unknown) => ({ refused: problemText(error, locale) }))
      setRows((before) => before.map((one) => (one.id === row.id ? { ...one, ...outcome } : one)))
    }
    setBusy(false)
    void queryClient.invalidateQueries({ queryKey: ['/staff'] })
  }

  const list = [
    [m.name, m.login, m.unit, m.role, m.password],
    ...created.map(({ line, password }) => [line.name, line.login, line.unit, line.role, password]),
  ].map((cells) => cells.join(','))
  const faultText = (code: Extract<Matched, { fault: unknown }>['fault']) =>
    code === 'noRole' ? m.noRole((roles.data?.items ?? []).map(({ names }) => names[locale])) : m[code]
  return (
    <>
      <form className="form" onSubmit={(event) => void check(event)}>
        <label>
          {m.paste}
          <textarea name="lines" rows={4} required placeholder={m.pasteExample} />
        </label>
        <div>
          <button type="submit" className="btn" disabled={busy || !roles.data}>
            {m.check}
          </button>
        </div>
      </form>
      <FormFault text={fault} />
      {rows.length > 0 && (
        <div className="wide" tabIndex={0} role="group" aria-label={m.result}>
          <table className="grid">
            <Heads names={[m.name, m.login, m.phone, m.unit, m.role, m.result]} />
            <tbody>
              {rows.map(({ id, line, matched, password, refused }) => (
                <tr key={id}>
                  <td>{line.name}</td>
                  <td>{line.login}</td>
                  <td className="num">{line.phone}</td>
                  <td>{line.unit}</td>
                  <td>{line.role}</td>
                  <td className={refused !== undefined || 'fault' in matched ? 'bad' : ''}>
                    {password === undefined
                      ? (refused ?? ('fault' in matched ? faultText(matched.fault) : m.ready))
                      : `${m.created} · ${password}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {waiting.length > 0 && (
        <button type="button" className="btn pri" disabled={busy} onClick={() => void create()}>
          {busy ? m.working : m.create(waiting.length)}
        </button>
      )}
      {created.length > 0 && (
        <>
          <span className="mut">{m.passwords}</span>
          <button
            type="button"
            className="btn"
            onClick={() => saveText(`${m.staff}.csv`, `\ufeff${list.map((line) => `${line}\r\n`).join('')}`)}
          >
            {m.save}
          </button>
        </>
      )}
    </>
  )
}

/** Each name is asked for once; a search also answers with longer names. */
async function unitsNamed(names: ReadonlySet<string>): Promise<UnitRow[]> {
  const units: UnitRow[] = []
  for (const q of names) {
    if (q === '') continue
    const { items } = await client.call(unitRoutes.listUnits, { q, limit: 50 })
    units.push(...items)
  }
  return [...new Map(units.map((unit) => [unit.id, unit])).values()]
}
