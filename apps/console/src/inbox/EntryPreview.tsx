import type { Permission } from '@linli/contract/permissions'
import type { Me } from '@linli/contract/sign-in'
import { lazily } from '@linli/ui'
import { Loading } from '../frame/States.tsx'
import { Preview } from '../matter/Preview.tsx'
import type { Entry } from './entries.ts'
import { useMessages } from './messages.ts'

// The register's desks are loaded when the first of their work is looked at.
const PilePreview = lazily(() => import('./PilePreview.tsx'), Loading)
const FieldPilePreview = lazily(() => import('./FieldPilePreview.tsx'), Loading)
const ExportPreview = lazily(() => import('./ExportPreview.tsx'), Loading)
const DutyPreview = lazily(() => import('./DutyPreview.tsx'), Loading)
const ClosingPreview = lazily(() => import('./ClosingPreview.tsx'), Loading)
const HoldPreview = lazily(() => import('./HoldPreview.tsx'), Loading)
const ReviewPreview = lazily(() => import('./ReviewPreview.tsx'), Loading)
const RightsPreview = lazily(() => import('./RightsPreview.tsx'), Loading)
const IncidentPreview = lazily(() => import('./IncidentPreview.tsx'), Loading)

interface Props {
  readonly me: Me
  readonly entry: Entry
  readonly onNext: () => void
}

/** What the chosen line is about, with what may be done about it. */
export function EntryPreview({ me, entry, onNext }: Props) {
  const m = useMessages()
  if (entry.is === 'item' && entry.item.subjectKind === 'matter')
    return <Preview matterId={entry.item.subjectId} onNext={onNext} />
  if (entry.is === 'pile')
    return entry.id === 'conflicts' || entry.id === 'quarantine' ? (
      <FieldPilePreview kind={entry.id} />
    ) : (
      <PilePreview kind={entry.id} />
    )
  const { subjectKind, subjectId, title, kind } = entry.item
  const may = (permission: Permission) => me.permissions.includes(permission)
  switch (subjectKind) {
    case 'register_export':
      return <ExportPreview exportId={subjectId} />
    case 'rights_request':
      return <RightsPreview requestId={subjectId} mayOpen={may('register.read')} handles={may('rights.handle')} />
    case 'break_glass':
      return <RightsPreview breakGlassId={subjectId} mayOpen={false} handles />
    case 'reading_review':
      return <ReviewPreview reviewId={subjectId} />
    case 'file_closing':
      return <ClosingPreview closingId={subjectId} />
    case 'legal_hold':
      return <HoldPreview holdId={subjectId} />
    case 'leave':
    case 'swap':
      return <DutyPreview me={me} kind={subjectKind} subjectId={subjectId} />
    case 'incident_task':
    case 'incident_lesson':
      return <IncidentPreview item={entry.item} mayOpen={me.permissions.includes('incident.read')} />
    default:
      return (
        <section className="pv">
          <p className="blank">{title || m.kinds[kind] || kind}</p>
        </section>
      )
  }
}
