import type { MyRoster, Shift, Swap } from '@linli/contract/duty-roster'
import { dateText, Icon, Status, timeText, useLocale } from '@linli/ui'
import { useState } from 'react'
import { useAccount, useEntries, useFact } from '../account/use-account.ts'
import { answerEntry, clockEntry, type OnItsWay, onItsWay, shiftTitle, withdrawSwapEntry } from '../forms/duty-form.ts'
import type { NewEntry } from '../outbox/entry.ts'
import { announce } from '../parts/announce.tsx'
import { LeaveList } from '../parts/leave-list.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { SwapSheet } from '../parts/swap-sheet.tsx'
import { paths } from '../paths.ts'
import { putEntries } from '../store/entries.ts'
import { dutyMessages } from '../words/duty.ts'
import { messages } from '../words/messages.ts'

/** My shifts, leave and swaps; everything works without a network and goes up later. */
export default function DutyPage() {
  const t = messages.useMessages()
  const d = dutyMessages.useMessages()
  const { db, driver } = useAccount()
  const roster = useFact('roster')
  const way = onItsWay(useEntries() ?? [], roster)
  const [swapping, setSwapping] = useState<Shift | null>(null)
  const keep = async (entry: NewEntry): Promise<boolean> => {
    const kept = await putEntries(db, [entry]).then(
      () => true,
      () => false,
    )
    announce(kept ? t.kept : t.notKept)
    if (kept) driver.now()
    return kept
  }
  if (roster === undefined)
    return (
      <>
        <PageHead title={d.myDuty} back={paths.me()} />
        <p className="empty">{d.unknown}</p>
      </>
    )
  return (
    <>
      <PageHead title={d.myDuty} back={paths.me()} under={roster.unit?.name} />
      <div className="matter">
        <Asked roster={roster} way={way} keep={keep} />
        <Shifts roster={roster} way={way} keep={keep} onSwap={setSwapping} />
        <LeaveList roster={roster} way={way} keep={keep} />
        <MySwaps roster={roster} way={way} keep={keep} />
      </div>
      {swapping && <SwapSheet shift={swapping} roster={roster} keep={keep} onClose={() => setSwapping(null)} />}
    </>
  )
}

interface Props {
  readonly roster: MyRoster
  readonly way: OnItsWay
  readonly keep: (entry: NewEntry) => Promise<boolean>
}

/** Colleagues who wait for an answer come first. */
function Asked({ roster, way, keep }: Props) {
  const d = dutyMessages.useMessages()
  const { me } = useAccount()
  const waiting = roster.swaps.filter(
    ({ id, state, to }) => state === 'asked' && to.id === me.id && !way.settled.has(id),
  )
  if (waiting.length === 0) return null
  const answer = (swap: Swap, accept: boolean) => void keep(answerEntry(swap.id, accept, shiftTitle(swap.shift)))
  return (
    <section>
      <h2>{d.askedMe}</h2>
      <ul className="cards">
        {waiting.map((swap) => (
          <li className="card" key={swap.id}>
            <p>{d.gives(swap.from.name, shiftTitle(swap.shift))}</p>
            {swap.inReturn && <p>{d.forYours(shiftTitle(swap.inReturn))}</p>}
            {swap.words !== '' && <p className="hint">{swap.words}</p>}
            <div className="pair">
              <button type="button" className="button" onClick={() => answer(swap, false)}>
                {d.cannot}
              </button>
              <button type="button" className="button main" onClick={() => answer(swap, true)}>
                {d.takeIt}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Shifts({ roster, way, keep, onSwap }: Props & { readonly onSwap: (shift: Shift) => void }) {
  const d = dutyMessages.useMessages()
  const { locale } = useLocale()
  const now = new Date().toISOString()
  const open = new Set(
    roster.swaps.filter(({ state }) => state === 'asked' || state === 'agreed').map(({ shift }) => shift.id),
  )
  const coming = roster.shifts.filter(({ endsAt, onDay }) => endsAt > now || onDay === roster.today)
  return (
    <section>
      <h2>{d.shifts}</h2>
      {roster.clockIn.on && <p className="hint">{d.clockNote(roster.clockIn.basis)}</p>}
      {coming.length === 0 && <p className="hint">{d.noShifts}</p>}
      <ul className="cards">
        {coming.map((shift) => {
          const [came, went] = [
            shift.clockedInAt ?? way.clocked.get(`${shift.id} in`),
            shift.clockedOutAt ?? way.clocked.get(`${shift.id} out`),
          ]
          const isAsked = open.has(shift.id) || way.asked.has(shift.id)
          return (
            <li className="card" key={shift.id}>
              <p className="card-head">
                <b>
                  {dateText(shift.onDay, locale)} {shift.from}–{shift.to}
                </b>
                <Status tone={shift.kind === 'regular' ? 'info' : 'neutral'} icon="clock">
                  {d.kinds[shift.kind]}
                </Status>
              </p>
              {shift.words !== '' && <p className="hint">{shift.words}</p>}
              {(came !== undefined || went !== undefined) && (
                <p className="hint">
                  {[
                    came === undefined ? '' : d.clockedIn(timeText(came)),
                    went === undefined ? '' : d.clockedOut(timeText(went)),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              )}
              <div className="card-actions">
                {roster.clockIn.on && shift.onDay === roster.today && came === undefined && (
                  <button type="button" className="button main" onClick={() => void keep(clockEntry(shift, 'in'))}>
                    <Icon name="clock" />
                    {d.clockIn}
                  </button>
                )}
                {roster.clockIn.on && came !== undefined && went === undefined && (
                  <button type="button" className="button" onClick={() => void keep(clockEntry(shift, 'out'))}>
                    {d.clockOut}
                  </button>
                )}
                {shift.endsAt > now && came === undefined && (
                  <button
                    type="button"
                    className="button quiet"
                    disabled={isAsked || roster.colleagues.length === 0}
                    onClick={() => onSwap(shift)}
                  >
                    {isAsked ? d.swapAsked : d.swap}
                  </button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function MySwaps({ roster, way, keep }: Props) {
  const d = dutyMessages.useMessages()
  const { me } = useAccount()
  const mine = roster.swaps.filter(({ from }) => from.id === me.id).slice(0, 10)
  if (mine.length === 0) return null
  return (
    <section>
      <h2>{d.mySwaps}</h2>
      <ul className="cards">
        {mine.map((swap) => (
          <li className="card" key={swap.id}>
            <p>{d.asks(shiftTitle(swap.shift), swap.to.name)}</p>
            <p className="hint">{way.settled.has(swap.id) ? d.onTheWay : d.swapStates[swap.state]}</p>
            {(swap.state === 'asked' || swap.state === 'agreed') && !way.settled.has(swap.id) && (
              <div className="card-actions">
                <button
                  type="button"
                  className="button quiet"
                  onClick={() => void keep(withdrawSwapEntry(swap.id, shiftTitle(swap.shift)))}
                >
                  {d.takeBack}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
