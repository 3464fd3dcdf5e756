import { reportRoutes } from '@linli/contract/people-reports'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** Every name that a template may use, to be looked up and copied into a spreadsheet. */
export function NameList() {
  const m = useMessages()
  const { locale } = useLocale()
  const [words, setWords] = useState('')
  const [copied, setCopied] = useState('')
  const names = useQuery({ ...reading(reportRoutes.listReportNames, {}), staleTime: 600_000 })
  const asked = words.trim().toLowerCase()
  const found = (names.data?.items ?? []).filter(
    ({ code, names: { zh, en } }) => asked === '' || [code, zh, en].some((name) => name.toLowerCase().includes(asked)),
  )
  async function copy(name: string) {
    await navigator.clipboard.writeText(`{{${name}}}`)
    setCopied(name)
  }
  return (
    <section className="panel" aria-labelledby="names">
      <div className="panelhead">
        <h2 id="names">{m.names}</h2>
        <label>
          {m.findName}
          <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        </label>
      </div>
      <p className="reportnote">{m.namesHint}</p>
      {found.length === 0 && names.data && <p className="reportnote">{m.noName}</p>}
      <ul className="namelist" tabIndex={0} aria-label={m.names}>
        {found.map(({ code, names: both, ofMonth }) => (
          <li key={code}>
            <span>
              <code>{`{{${both[locale]}}}`}</code>
              <small>{ofMonth ? m.ofMonth : ''}</small>
            </span>
            <button type="button" className="btn txt" onClick={() => void copy(both[locale])}>
              {copied === both[locale] ? m.copied : m.copy}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
