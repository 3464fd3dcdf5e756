import type { Names } from '@linli/contract/common'
import type { ErasablePart } from '@linli/contract/people-rights'

/** What can be erased of a person, as certificates call it. */
export const partNames: Readonly<Record<ErasablePart, Names>> = {
  file: { zh: '整份档案', en: 'whole files' },
  identity: { zh: '证件号码', en: 'document numbers' },
  contact: { zh: '联系方式', en: 'contact' },
  health: { zh: '健康与照护', en: 'health and care' },
  child: { zh: '未成年人信息', en: 'details of children' },
  needs: { zh: '服务需求', en: 'needs' },
}
