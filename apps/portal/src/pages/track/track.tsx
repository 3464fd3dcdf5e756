import '../../styles/track.css'
import { matterRoutes } from '@linli/contract/matters'
import { Icon } from '@linli/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, isNotFound, queries } from '../../api.ts'
import { receipts } from '../../keep/receipts.ts'
import { useStored } from '../../keep/stored.ts'
import { Field, focusFirstFault } from '../../parts/field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { progressQuery } from '../../queries.ts'
import { go, Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { trackWords } from '../../words/track.ts'
import { KeptReport } from '../home/your-reports.tsx'
import { keyInMessage, tidyCode, tidyNumber, type TypedKey } from './key.ts'

export default function Track() {
  const t = trackWords.useMessages()
  const kept = useStored(receipts)
  return (
    <Screen title={t.title} back={paths.home()}>
      <KeyForm />
      <Link className="row row-button" href={paths.mine()}>
        <Icon name="phone" />
        <span>
          <b>{t.byPhone}</b>
          <small>{t.byPhoneHint}</small>
        </span>
        <Icon name="right" />
      </Link>
      {kept.length > 0 && (
        <section aria-labelledby="kept-heading">
          <h2 id="kept-heading">{t.onThisPhone}</h2>
          {kept.map(({ number }) => (
            <KeptReport key={number} number={number} />
          ))}
        </section>
      )}
    </Screen>
  )
}

/** Asks for number and code; the number is given where only the code is missing. */
export function KeyForm({ number: known }: { number?: string }) {
  const t = trackWords.useMessages()
  const common = commonWords.useMessages()
  const [number, setNumber] = useState(known ?? '')
  const [code, setCode] = useState('')
  const [faults, setFaults] = useState<{ number?: string; code?: string }>({})
  const look = useMutation({
    mutationFn: (key: TypedKey) => client.call(matterRoutes.trackReport, key),
    onSuccess: (matter, key) => {
      // Held for this page only: whoever looks once on somebody's phone leaves nothing there.
      receipts.hold(key, matter)
      queries.setQueryData(progressQuery(matter.number).queryKey, matter)
      go(paths.progress(matter.number), known ? { replace: true } : {})
    },
  })

  function submit() {
    const key = { number: tidyNumber(number), code: tidyCode(code) }
    const wrong = {
      ...(key.number === '' ? { number: common.missing } : {}),
      ...(/^\d{6}$/.test(key.code) ? {} : { code: t.codeDigits(key.code.replace(/\D/g, '').length) }),
    }
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) focusFirstFault()
    else look.mutate(key)
  }

  function type(text: string) {
    setFaults({})
    const both = keyInMessage(text)
    setNumber(both?.number ?? text)
    if (both) setCode(both.code)
  }

  function typeCode(text: string) {
    setFaults({})
    setCode(text)
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label={t.number} hint={t.numberHint} value={number} error={faults.number} onChange={type} />
      <Field label={t.code} hint={t.codeHint} kind="code" value={code} error={faults.code} onChange={typeCode} />
      {look.error &&
        (isNotFound(look.error) ? <Trouble error={look.error} words={t.notFound} /> : <Trouble error={look.error} />)}
      <button type="submit" className="go" disabled={look.isPending}>
        {look.isPending ? common.loading : t.look}
      </button>
    </form>
  )
}
