import '../areas/areas.css'
import '../register/register.css'
import '../register-statistics/statistics.css'
import '../fieldwork/fieldwork.css'
import './duty.css'
import { dutyRoutes } from '@linli/contract/duty'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { Forms } from './Forms.tsx'
import { useMessages } from './messages.ts'
import { RuleForm } from './RuleForm.tsx'
import { RuleList } from './RuleList.tsx'

const tabs = ['rules', 'forms'] as const

/** The county's catalogues of field work: duty rules, and the forms that are filled in at the door. */
export default function Duty({ search, me }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  return (
    <main className="scroll register">
      <div className="head find">
        <Tabs tabs={tabs} words={m.tabs} label={m.lists} chosen={tab} />
      </div>
      <div className="pad stack">
        {tab === 'forms' ? (
          <Forms edited={search.get('form')} />
        ) : (
          <Rules edited={search.get('edit')} areaId={search.get('area')} me={me} />
        )}
      </div>
    </main>
  )
}

interface RulesProps extends Pick<PageProps, 'me'> {
  readonly edited: string | null
  readonly areaId: string | null
}

function Rules({ edited, areaId, me }: RulesProps) {
  const rules = useQuery(reading(dutyRoutes.listDutyRules, {}))
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
  if (!rules.data) return <Loading />
  const { items, proposed } = rules.data
  if (edited === null) return <RuleList rules={items} proposed={proposed} me={me} />
  const rule = items.find(({ code }) => code === edited) ?? null
  return (
    <RuleForm key={edited} rule={rule} areaId={areaId} onDone={() => filter({ edit: undefined, area: undefined })} />
  )
}
