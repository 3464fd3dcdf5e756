import { type NearbyReport, matterRoutes } from '@linli/contract/matters'
import { newId } from '@linli/client/id'
import { matterStatusText, useLocale, whenText } from '@linli/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../api.ts'
import { receiptOf, receipts } from '../../keep/receipts.ts'
import { useStored } from '../../keep/stored.ts'
import { Field, focusFirstFault } from '../../parts/field.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { nearbyQuery } from '../../queries.ts'
import { changeDraft, draftStore, emptyDraft } from '../../report/draft.ts'
import { dropPhoto } from '../../report/photo-box.ts'
import { type Fault, phoneFaults, tidyPhone } from '../../report/wizard.ts'
import { go } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'
import { useFaultWords } from './fault-words.ts'

const mostOffered = 2

/** Similar open reports near the pin: following one is less work for everybody than a second one. */
export function Nearby() {
  const t = reportWords.useMessages()
  const { place, category, description, unlike } = useStored(draftStore)
  const point = place?.point
  const words = description.trim().slice(0, 2000)
  const { data } = useQuery({
    ...nearbyQuery(point ?? { lon: 0, lat: 0 }, {
      ...(category ? { categoryCode: category.code } : {}),
      ...(words ? { words } : {}),
    }),
    enabled: point !== undefined && point !== null && !place?.outside,
  })
  const own = useStored(receipts).map(({ id }) => id)
  const offered = data?.items.filter(({ id }) => !unlike.includes(id) && !own.includes(id)) ?? []
  if (offered.length === 0) return null
  return (
    <section className="near" aria-labelledby="near-heading">
      <h2 id="near-heading">{t.nearTitle(offered.length)}</h2>
      <ul>
        {offered.slice(0, mostOffered).map((report) => (
          <Offer key={report.id} report={report} />
        ))}
      </ul>
    </section>
  )
}

function Offer({ report }: { report: NearbyReport }) {
  const t = reportWords.useMessages()
  const { locale } = useLocale()
  const [following, setFollowing] = useState(false)
  return (
    <li>
      <b>{report.title}</b>
      <p>
        {[
          t.metres(report.metres),
          whenText(report.reportedAt, locale),
          matterStatusText(report.status, locale),
          t.followers(report.followers + 1),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {following ? (
        <FollowForm report={report} onCancel={() => setFollowing(false)} />
      ) : (
        <div className="acts">
          <button type="button" className="b2" onClick={() => setFollowing(true)}>
            {t.follow}
          </button>
          <button
            type="button"
            className="b2 q"
            onClick={() => changeDraft({ unlike: [...draftStore.get().unlike, report.id] })}
          >
            {t.notSame}
          </button>
        </div>
      )}
    </li>
  )
}

function FollowForm({ report, onCancel }: { report: NearbyReport; onCancel: () => void }) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const [phone, setPhone] = useState('')
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const faultWords = useFaultWords(faults)
  const [commandId] = useState(newId)
  const follow = useMutation({
    mutationFn: (number: string) =>
      client.call(matterRoutes.followReport, { commandId, matterId: report.id, ...(number ? { phone: number } : {}) }),
    onSuccess: (receipt, number) => {
      receipts.keep(
        receiptOf(receipt, {
          title: report.title,
          sentAt: new Date().toISOString(),
          followed: true,
          phone: number || undefined,
        }),
      )
      for (const photo of draftStore.get().photos) void dropPhoto(photo.key)
      draftStore.set(emptyDraft())
      go(paths.receipt(receipt.number), { replace: true })
    },
  })

  function send() {
    const number = tidyPhone(phone)
    const wrong = number === '' ? [] : phoneFaults(phone)
    setFaults(wrong)
    if (wrong.length > 0) focusFirstFault()
    else follow.mutate(number)
  }

  return (
    <div className="follow">
      <p>{t.followText}</p>
      <Field
        label={t.followPhone}
        hint={t.followPhoneHint}
        kind="tel"
        autoComplete="tel"
        value={phone}
        error={faultWords('phone')}
        onChange={setPhone}
      />
      {follow.error && <Trouble error={follow.error} />}
      <div className="acts">
        <button type="button" className="b2" disabled={follow.isPending} onClick={send}>
          {follow.isPending ? common.sending : t.followSend}
        </button>
        <button type="button" className="b2 q" onClick={onCancel}>
          {t.cancel}
        </button>
      </div>
    </div>
  )
}
