import { categoryRoutes } from '@linli/contract/categories'
import { type Matter, type MatterAction, matterRoutes } from '@linli/contract/matters'
import type { Route } from '@linli/contract/route'
import { fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { AreaField } from './AreaField.tsx'
import { useReasons } from './change-words.ts'
import { useMessages } from './messages.ts'
import { type Photo, PhotoField } from './PhotoField.tsx'
import { UnitField } from './UnitField.tsx'
import { useAction } from './use-action.ts'

type Field =
  | 'words'
  | 'words?'
  | 'photos'
  | 'reason'
  | 'unit'
  | 'staff'
  | 'category'
  | 'area'
  | 'limit'
  | 'passed'
  | 'answer'
  | 'level'
  | 'grant'
  | 'into'
interface Form {
  readonly route: Route
  readonly fields: readonly Field[]
}

/** What each action asks for. Actions that are not here are done elsewhere on the page. */
const forms: Partial<Record<MatterAction, Form>> = {
  accept: { route: matterRoutes.acceptMatter, fields: ['words?'] },
  dispatch: { route: matterRoutes.dispatchMatter, fields: ['unit', 'words?'] },
  receive: { route: matterRoutes.receiveMatter, fields: [] },
  settle: { route: matterRoutes.settleMatter, fields: ['words', 'photos'] },
  settle_on_spot: { route: matterRoutes.settleOnSpot, fields: ['words', 'photos'] },
  verify: { route: matterRoutes.verifyMatter, fields: ['passed', 'words', 'photos'] },
  call_back: { route: matterRoutes.callBack, fields: ['answer', 'words?'] },
  decide_dispute: { route: matterRoutes.decideDispute, fields: ['unit', 'words'] },
  decide_extension: { route: matterRoutes.decideExtension, fields: ['grant', 'words?'] },
  request_extension: { route: matterRoutes.requestExtension, fields: ['limit', 'words'] },
  pause: { route: matterRoutes.pauseMatter, fields: ['reason', 'words', 'limit'] },
  resume: { route: matterRoutes.resumeMatter, fields: ['words?'] },
  escalate: { route: matterRoutes.escalateMatter, fields: ['words'] },
  return: { route: matterRoutes.returnMatter, fields: ['reason', 'words'] },
  dispute: { route: matterRoutes.disputeMatter, fields: ['words'] },
  assign: { route: matterRoutes.assignMatter, fields: ['staff'] },
  locate: { route: matterRoutes.locateMatter, fields: ['area', 'words?'] },
  categorise: { route: matterRoutes.categoriseMatter, fields: ['category', 'words?'] },
  merge: { route: matterRoutes.mergeMatter, fields: ['into', 'words?'] },
  unmerge: { route: matterRoutes.unmergeMatter, fields: ['words?'] },
  supervise: { route: matterRoutes.superviseMatter, fields: ['level', 'words'] },
  close: { route: matterRoutes.closeMatter, fields: ['words'] },
  reopen: { route: matterRoutes.reopenMatter, fields: ['words'] },
  decline: { route: matterRoutes.declineMatter, fields: ['reason', 'words'] },
}

export function hasForm(action: MatterAction): boolean {
  return forms[action] !== undefined
}

interface Props {
  readonly matter: Matter
  readonly action: MatterAction
  readonly onClose: () => void
  readonly onDone: () => void
}

/** One dialog for every action; its fields stand in the table above. */
export function ActionDialog({ matter, action, onClose, onDone }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const dialog = useRef<HTMLDialogElement>(null)
  const [photos, setPhotos] = useState<readonly Photo[]>([])
  const [intoId, setIntoId] = useState<string | null>(null)
  const act = useAction(matter, onDone)
  const reasons = useReasons()
  const categories = useQuery({
    ...reading(categoryRoutes.listCategories, {}),
    enabled: action === 'categorise',
    staleTime: 600_000,
  })
  const form = forms[action]
  useEffect(() => dialog.current?.showModal(), [])
  if (!form) return null
  const reasonList =
    action === 'decline' || action === 'return' || action === 'pause' ? (reasons.data?.[action] ?? []) : []
  const request = matter.extensions.find((extension) => extension.decision === 'open')
  const asks = (field: Field) => form.fields.includes(field)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!form) return
    const data = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(data, name)
    const input: Record<string, unknown> = {
      ...(asks('words') || asks('words?') ? { words: text('words') } : {}),
      ...(asks('photos') ? { photos: photos.flatMap((photo) => (photo.uploaded ? [photo.uploaded] : [])) } : {}),
      ...(asks('reason') ? { reasonCode: text('reasonCode') } : {}),
      ...(asks('unit') ? { unitId: text('unitId') } : {}),
      ...(asks('staff') ? { staffId: text('staffId') } : {}),
      ...(asks('category') ? { categoryCode: text('categoryCode') } : {}),
      ...(asks('area') ? { areaId: text('areaId'), ...(text('address') ? { address: text('address') } : {}) } : {}),
      ...(asks('limit') ? { limit: { amount: Number(text('amount')), unit: text('limitUnit') } } : {}),
      ...(asks('passed') ? { passed: text('passed') === 'yes' } : {}),
      ...(asks('answer')
        ? { answer: text('answer'), ...(text('rating') ? { rating: Number(text('rating')) } : {}) }
        : {}),
      ...(asks('level') ? { level: text('level') } : {}),
      ...(asks('grant') ? { granted: text('granted') === 'yes', requestId: request?.id } : {}),
      ...(asks('into') ? { intoId } : {}),
    }
    // Each field above is named as its route has it; the server checks every one.
    void act.run(form.route, input as never)
  }

  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="action-title">
      <form onSubmit={submit}>
        <h2 id="action-title">{m.actions[action]}</h2>
        {asks('reason') && (
          <label className="field">
            {m.reason}
            <select name="reasonCode" required>
              {reasonList.map((reason) => (
                <option key={reason.code} value={reason.code}>
                  {reason.names[locale]}
                </option>
              ))}
            </select>
          </label>
        )}
        {asks('unit') && <UnitField matterId={matter.id} />}
        {asks('staff') && matter.leadUnit && <UnitField matterId={matter.id} staffOf={matter.leadUnit.id} />}
        {asks('category') && (
          <label className="field">
            {m.categoryCode}
            <select name="categoryCode" defaultValue={matter.category.code}>
              {categories.data?.items.map((one) => (
                <option key={one.code} value={one.code}>{`${one.classNames[locale]} · ${one.names[locale]}`}</option>
              ))}
            </select>
          </label>
        )}
        {asks('area') && <AreaField />}
        {asks('passed') && (
          <fieldset className="inline" style={{ border: 0, padding: 0, gap: 16 }}>
            <label className="inline">
              <input type="radio" name="passed" value="yes" defaultChecked />
              {m.passed}
            </label>
            <label className="inline">
              <input type="radio" name="passed" value="no" />
              {m.failed}
            </label>
          </fieldset>
        )}
        {asks('answer') && (
          <>
            <label className="field">
              {m.answer}
              <select name="answer">
                {Object.entries(m.answers).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              {m.stars}
              <select name="rating" defaultValue="">
                <option value="">—</option>
                {[5, 4, 3, 2, 1].map((stars) => (
                  <option key={stars} value={stars}>
                    {'★'.repeat(stars)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        {asks('level') && (
          <label className="field">
            {m.level}
            <select name="level" defaultValue="plain">
              {Object.entries(m.levels).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
        {asks('grant') && (
          <>
            {request && (
              <p className="mut">{`${request.requestedBy}：${m.asked(request.limit.amount, m.units[request.limit.unit] ?? '')}。${request.reason}`}</p>
            )}
            <fieldset className="inline" style={{ border: 0, padding: 0, gap: 16 }}>
              <label className="inline">
                <input type="radio" name="granted" value="yes" defaultChecked />
                {m.grant}
              </label>
              <label className="inline">
                <input type="radio" name="granted" value="no" />
                {m.refuse}
              </label>
            </fieldset>
          </>
        )}
        {asks('limit') && (
          <div className="row2">
            <label className="field">
              {m.limit}
              <input name="amount" type="number" min={1} max={1000} defaultValue={3} required />
            </label>
            <label className="field">
              {'\u00a0'}
              <select
                name="limitUnit"
                defaultValue={action === 'pause' ? 'natural_day' : 'work_day'}
                aria-label={m.limit}
              >
                {Object.entries(m.units).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        {asks('into') && <IntoField onFound={setIntoId} />}
        {(asks('words') || asks('words?')) && (
          <label className="field">
            {m.words}
            <textarea name="words" maxLength={2000} required={asks('words')} />
          </label>
        )}
        {asks('photos') && (
          <PhotoField
            photos={photos}
            onChange={setPhotos}
            hint={action.startsWith('settle') && matter.evidence.startsWith('photo') ? m.evidence : ''}
          />
        )}
        <FormFault text={act.fault} />
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {m.cancel}
          </button>
          <button
            type="submit"
            className="btn pri"
            disabled={act.busy || photos.some((photo) => photo.state === 'sending')}
          >
            {m.actions[action]}
          </button>
        </div>
      </form>
    </dialog>
  )
}

function IntoField({ onFound }: { onFound: (id: string | null) => void }) {
  const m = useMessages()
  const [number, setNumber] = useState('')
  const found = useQuery({
    ...reading(matterRoutes.listMatters, { q: number, open: 'true', limit: 5 }),
    enabled: number.length >= 4,
  })
  useEffect(() => onFound(found.data?.items[0]?.id ?? null), [found.data, onFound])
  return (
    <label className="field">
      {m.intoNumber}
      <input value={number} onChange={(event) => setNumber(event.target.value)} required />
      <small>{found.data?.items[0] ? `${found.data.items[0].number} ${found.data.items[0].title}` : ''}</small>
    </label>
  )
}
