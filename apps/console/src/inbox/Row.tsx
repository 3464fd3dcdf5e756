import { ClockTag, Icon, Status, useLocale, whenText } from '@linli/ui'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { channelIcons, type Entry, factsOf, kindIcons } from './entries.ts'
import { useMessages } from './messages.ts'

interface Props {
  readonly entry: Entry
  readonly chosen: boolean
  readonly picked: boolean
  readonly onChoose: () => void
  /** Null: nothing that is done to several at once. */
  readonly onPick: (() => void) | null
}

/** Clock first, then what it is about, then where it came from. */
export function Row({ entry, chosen, picked, onChoose, onPick }: Props) {
  const m = useMessages()
  const title = useTitle(entry)
  return (
    <li className={['r', chosen && 'on', picked && 'picked'].filter(Boolean).join(' ')}>
      {onPick && (
        <label className="pick">
          <input type="checkbox" checked={picked} onChange={onPick} aria-label={m.pick(title)} tabIndex={-1} />
        </label>
      )}
      <Limit entry={entry} />
      <div>
        <button type="button" id={`row-${entry.id}`} className="over" aria-current={chosen} onClick={onChoose}>
          {title}
        </button>
        <small>
          <Beside entry={entry} />
        </small>
      </div>
      <Origin entry={entry} />
    </li>
  )
}

export function useTitle(entry: Entry): string {
  const m = useMessages()
  if (entry.is === 'pile') return m[entry.id](entry.more ? m.moreThan(entry.count) : String(entry.count))
  const { title, kind } = entry.item
  return title || m.titles[kind] || m.kinds[kind] || kind
}

function Limit({ entry }: { entry: Entry }) {
  const m = useMessages()
  if (entry.is === 'pile')
    return (
      <Status tone="neutral" icon="list">
        {m.noLimit}
      </Status>
    )
  const { paused, danger, remainingMinutes, dueUnit } = entry.item
  if (paused) return <ClockTag clock={{ remainingMinutes: 0, state: 'paused' }} />
  if (danger)
    return (
      <Status tone="danger" icon="alert">
        {m.now}
      </Status>
    )
  if (remainingMinutes === null)
    return (
      <Status tone="neutral" icon="clock">
        {m.noLimit}
      </Status>
    )
  return <ClockTag clock={{ remainingMinutes, limit: { unit: dueUnit } }} />
}

function Beside({ entry }: { entry: Entry }) {
  const m = useMessages()
  if (entry.is === 'pile') return m.oneAtATime
  const { item } = entry
  const facts = factsOf(item)
  const reporter = [facts.reporter?.name, facts.reporter?.phone].filter(Boolean).join(' ')
  const said =
    item.subjectKind === 'matter'
      ? [facts.place || m.noPlace, reporter]
      : [
          facts.number,
          facts.persons === undefined ? '' : m.persons(facts.persons),
          facts.right === undefined ? '' : m.rights[facts.right],
          facts.by,
          item.unit.name,
        ]
  return said.filter(Boolean).join(' · ')
}

function Origin({ entry }: { entry: Entry }) {
  const m = useMessages()
  const words = useMatterMessages()
  const { locale } = useLocale()
  if (entry.is === 'pile')
    return (
      <span className="ch">
        <Icon name={kindIcons[entry.id] ?? 'list'} /> {m.kinds[entry.id]}
      </span>
    )
  const { item } = entry
  const { channel, reportedAt } = factsOf(item)
  return (
    <span className="ch">
      <Icon name={kindIcons[item.kind] ?? channelIcons[channel ?? ''] ?? 'list'} />{' '}
      {channel ? words.channels[channel] : m.kinds[item.kind]}
      <br />
      {whenText(reportedAt ?? item.createdAt, locale)}
    </span>
  )
}
