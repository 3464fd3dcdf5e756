import { newId, problemText } from '@linli/client'
import { registerExportRoutes } from '@linli/contract/people-lists'
import { dayText, useLocale } from '@linli/ui'
import { useState } from 'react'
import '../areas/areas.css'
import { client } from '../api.ts'
import { saveBase64, saveText } from '../import/files.ts'
import { usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { ExportForm } from './ExportForm.tsx'
import { ExportTable } from './ExportTable.tsx'
import { useMessages } from './messages.ts'

const routes = registerExportRoutes

/** Asking for lists of people, and fetching them. */
export default function Exports({ search }: PageProps) {
  return (
    <main className="scroll pad stack">
      <ExportForm
        changes={[routes.listExports.path]}
        templateId={search.get('template')}
        areaId={search.get('area')}
        month={search.get('month')}
      />
      <Mine />
    </main>
  )
}

function Mine() {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(routes.listExports, { limit: 20 })
  const [fault, setFault] = useState<string | null>(null)

  // Not as a command of the page: its answer is a file, and is kept nowhere.
  async function download(exportId: string) {
    setFault(null)
    try {
      const file = await client.call(routes.downloadExport, { commandId: newId(), exportId })
      if (file.xlsx !== null) saveBase64(file.filename, file.xlsx)
      else saveText(file.filename, file.csv ?? '')
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }
  return (
    <ExportTable title={m.mine} list={list} none={m.noExports} fault={fault}>
      {(one) => (
        <>
          <td>
            {m.exportStates[one.state]}
            {one.decidedBy && ` · ${m.decidedBy(one.decidedBy.name, one.decidedWords ?? '')}`}
            {one.state === 'ready' && one.expiresAt !== null && ` · ${m.until(dayText(one.expiresAt, locale))}`}
          </td>
          <td>
            {one.may.includes('download') && (
              <button type="button" className="btn" onClick={() => void download(one.id)}>
                {m.download}
              </button>
            )}
          </td>
        </>
      )}
    </ExportTable>
  )
}
