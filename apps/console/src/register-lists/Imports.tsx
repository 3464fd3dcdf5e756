import { problemText } from '@linli/client'
import { ListLayout, listLayoutText, mostListBytes, registerImportRoutes } from '@linli/contract/people-lists'
import { useLocale, whenText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import '../areas/areas.css'
import './lists.css'
import { client, queryClient } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { FilePick } from '../frame/FilePick.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { saveBase64 } from '../import/files.ts'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { ImportDesk } from './ImportDesk.tsx'
import { useMessages } from './messages.ts'
import { sendFile } from './send-file.ts'

/** Lists of people: a new one, those that were imported, and one of them. */
export default function Imports({ search }: PageProps) {
  const m = useMessages()
  const id = search.get('id')
  if (id !== null)
    return (
      <main className="scroll pad stack">
        <p>
          <Link to={paths.registerImports}>{m.back}</Link>
        </p>
        <ImportDesk key={id} id={id} />
      </main>
    )
  return (
    <main className="scroll pad stack">
      <SendForm />
      <Earlier />
    </main>
  )
}

function SendForm() {
  const m = useMessages()
  const { locale } = useLocale()
  const [share, setShare] = useState<number | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const file = new FormData(event.currentTarget).get('file')
    if (!(file instanceof File) || share !== null) return
    if (file.size > mostListBytes) return setFault(m.tooLarge)
    setFault(null)
    setShare(0)
    try {
      const list = await sendFile(file, setShare)
      void queryClient.invalidateQueries({ queryKey: [registerImportRoutes.listListImports.path] })
      go(paths.registerImport(list.id))
    } catch (error) {
      // A file that cannot be read any more is no answer of the server.
      setFault(error instanceof DOMException ? m.unreadable : problemText(error, locale))
    } finally {
      setShare(null)
    }
  }

  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      <Field label={m.file} fault={fault ?? undefined}>
        {(control) => <FilePick {...control} name="file" accept=".csv,.txt,.xlsx" required />}
      </Field>
      <div className="doing">
        <button type="submit" className="btn pri" disabled={share !== null}>
          {m.send}
        </button>
        {share !== null && <span role="status">{m.sending(`${Math.round(share * 100)}%`)}</span>}
      </div>
      <Template />
    </form>
  )
}

/** An empty list to be filled in, with what belongs into each column on its second sheet. */
function Template() {
  const m = useMessages()
  const { locale } = useLocale()
  const [layout, setLayout] = useState('')
  const [fault, setFault] = useState<string | null>(null)

  async function save() {
    setFault(null)
    try {
      const chosen = ListLayout.safeParse(layout).data
      const input = chosen === undefined ? {} : { layout: chosen }
      const { filename, xlsx } = await client.call(registerImportRoutes.getListTemplate, input)
      saveBase64(filename, xlsx)
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }

  return (
    <Field label={m.templates} fault={fault ?? undefined}>
      {(control) => (
        <div className="doing">
          <select {...control} value={layout} onChange={({ target }) => setLayout(target.value)}>
            <option value="">{m.ownTemplate}</option>
            {ListLayout.options.map((one) => (
              <option key={one} value={one}>
                {listLayoutText[one][locale]}
              </option>
            ))}
          </select>
          <button type="button" className="btn" onClick={() => void save()}>
            {m.template}
          </button>
        </div>
      )}
    </Field>
  )
}

function Earlier() {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(registerImportRoutes.listListImports, { limit: 20 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  return (
    <section className="panel">
      <h2>{m.lists}</h2>
      {list.items.length === 0 && <p className="empty">{m.none}</p>}
      {list.items.length > 0 && (
        <table className="grid">
          <Heads names={[m.file, m.state, m.figures, m.by, m.at]} />
          <tbody>
            {list.items.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link to={paths.registerImport(one.id)}>{one.fileName}</Link>
                </td>
                <td>{m.states[one.state]}</td>
                <td>{one.counts.rows > 0 ? m.counts(one.counts) : ''}</td>
                <td>{one.by?.name ?? ''}</td>
                <td>{whenText(one.at, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </section>
  )
}
