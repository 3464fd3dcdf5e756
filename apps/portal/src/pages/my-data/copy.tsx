import { newId } from '@linli/client'
import { rightsRoutes } from '@linli/contract/people-rights'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useMutation } from '@tanstack/react-query'
import { client } from '../../api.ts'
import { saveFile } from '../../parts/save-file.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { myDataWords } from '../../words/my-data.ts'

const forms = ['pdf', 'xlsx', 'json'] as const

/** The copy that was asked for, to keep: on paper, in a spreadsheet, or for a program. */
export function Copy({ requestId, until }: { readonly requestId: string; readonly until: string }) {
  const t = myDataWords.useMessages()
  const { locale } = useLocale()
  const fetchCopy = useMutation({
    mutationFn: (form: (typeof forms)[number]) =>
      client.call(rightsRoutes.fetchOwnCopy, { commandId: newId(), requestId, form }),
    onSuccess: ({ filename, file }) => saveFile(filename, file),
  })
  return (
    <>
      <small>{t.copyUntil(whenText(until, locale))}</small>
      {fetchCopy.error && <Trouble error={fetchCopy.error} />}
      {forms.map((form) => (
        <button
          key={form}
          type="button"
          className="quiet"
          disabled={fetchCopy.isPending}
          onClick={() => fetchCopy.mutate(form)}
        >
          <Icon name="dl" />
          {t.copyForms[form]}
        </button>
      ))}
    </>
  )
}
