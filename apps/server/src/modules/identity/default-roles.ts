import type { RoleReach } from '@linli/contract/identity'
import type { Permission } from '@linli/contract/permissions'

export interface DefaultRole {
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly reach: RoleReach
  readonly permissions: readonly Permission[]
  readonly totpRequired?: boolean
}

const everyone: readonly Permission[] = ['area.read', 'unit.read']

/** The roles a county begins with; from then on they are its own to change. */
export const defaultRoles: readonly DefaultRole[] = [
  {
    code: 'grid_worker',
    nameZh: '网格员',
    nameEn: 'Grid worker',
    reach: 'assignment',
    permissions: [
      ...everyone,
      'matter.report',
      'matter.read',
      'matter.handle',
      'matter.verify',
      'matter.callback',
      'matter.reveal',
    ],
  },
  {
    code: 'station_clerk',
    nameZh: '网格站站务',
    nameEn: 'Station clerk',
    reach: 'area',
    permissions: [
      ...everyone,
      'staff.read',
      'matter.report',
      'matter.read',
      'matter.triage',
      'matter.dispatch',
      'matter.handle',
      'matter.verify',
      'matter.callback',
      'matter.merge',
      'matter.reveal',
      'place.manage',
    ],
  },
  {
    code: 'town_dispatcher',
    nameZh: '镇级调度员',
    nameEn: 'Town dispatcher',
    reach: 'area',
    permissions: [
      ...everyone,
      'staff.read',
      'matter.report',
      'matter.read',
      'matter.triage',
      'matter.dispatch',
      'matter.handle',
      'matter.verify',
      'matter.callback',
      'matter.decide',
      'matter.merge',
      'matter.reveal',
      'matter.export',
      'assignment.manage',
      'place.manage',
      'screen.read',
    ],
  },
  {
    code: 'hotline_operator',
    nameZh: '热线话务员',
    nameEn: 'Hotline operator',
    reach: 'area',
    permissions: [
      ...everyone,
      'hotline.operate',
      'matter.report',
      'matter.read',
      'matter.triage',
      'matter.dispatch',
      'matter.handle',
      'matter.callback',
      'matter.merge',
      'matter.reveal',
    ],
  },
  {
    code: 'centre_supervisor',
    nameZh: '中心督办',
    nameEn: 'Centre supervisor',
    reach: 'area',
    permissions: [
      ...everyone,
      'staff.read',
      'matter.report',
      'matter.read',
      'matter.triage',
      'matter.dispatch',
      'matter.handle',
      'matter.verify',
      'matter.callback',
      'matter.decide',
      'matter.supervise',
      'matter.merge',
      'matter.reveal',
      'matter.import',
      'matter.export',
      'place.manage',
      'screen.read',
      'notice.read',
    ],
  },
  {
    code: 'department_officer',
    nameZh: '部门经办',
    nameEn: 'Department officer',
    reach: 'function',
    permissions: [...everyone, 'staff.read', 'matter.read', 'matter.dispatch', 'matter.handle', 'matter.reveal'],
  },
  {
    code: 'stationed_officer',
    nameZh: '下沉工作人员',
    nameEn: 'Stationed officer',
    reach: 'function',
    permissions: [...everyone, 'matter.report', 'matter.read', 'matter.handle'],
  },
  {
    code: 'verifier',
    nameZh: '核查员',
    nameEn: 'Verifier',
    reach: 'area',
    permissions: [...everyone, 'matter.read', 'matter.verify', 'matter.callback'],
  },
  // Sets the house up; reads no matter and no resident, so that running it is no reason to know anyone.
  {
    code: 'administrator',
    nameZh: '系统管理员',
    nameEn: 'Administrator',
    reach: 'area',
    permissions: [
      ...everyone,
      'area.manage',
      'area.import',
      'assignment.manage',
      'unit.manage',
      'staff.read',
      'staff.manage',
      'role.manage',
      'category.manage',
      'place.manage',
      'interop.manage',
      'county.configure',
      'notice.read',
    ],
  },
  {
    code: 'auditor',
    nameZh: '审计员',
    nameEn: 'Auditor',
    reach: 'area',
    permissions: [...everyone, 'staff.read', 'audit.read'],
  },
  {
    code: 'data_protection_officer',
    nameZh: '个人信息保护负责人',
    nameEn: 'Data protection officer',
    reach: 'area',
    permissions: [...everyone, 'staff.read', 'audit.read'],
  },
  {
    code: 'screen_viewer',
    nameZh: '大屏查看',
    nameEn: 'Screen viewer',
    reach: 'area',
    permissions: ['area.read', 'screen.read'],
  },
]
