import type { AccessCase, AccessGroup, AccessPurpose } from '@linli/contract/access'

type Words<Code extends string> = Readonly<Record<'zh' | 'en', Readonly<Record<Code, string>>>>
/** Looked up by whatever code a record has: a server of another version may know more of them. */
type ByCode = Words<string>

// A reading is called the same to whoever was read of, and to whoever looks through the record.

export const purposeWords: ByCode = {
  zh: {
    upkeep: '信息核对',
    service: '办理服务',
    visit: '走访',
    merge: '合并重复档案',
    rights: '办理权利请求',
    export: '制作名单',
    emergency: '紧急救助',
    own: '在“我的资料”里查看',
    'register.page': '查看档案',
    'register.former': '查看本户曾住人员',
    'register.search': '查找',
    'register.list': '查看名单',
    'register.relations': '查看亲属、监护关系',
    'register.links': '在柜台办理手机关联',
    'register.upkeep': '信息核对',
    'register.import': '导入名单',
    'register.export': '制作名单',
    'register.changes': '上级平台同步',
    'visit.plan': '安排走访',
    'visit.phone': '同步到网格员手机（离线走访）',
    'visit.history': '查看走访记录',
    'visit.quarantine': '核对离线提交的走访',
    'matter.contact': '联系诉求人',
    'hotline.earlier_calls': '查以往来电',
    'staff.contact': '联系工作人员',
    retention: '核对到期信息',
    review: '核查查看是否正当',
    record: '查阅查看、操作记录',
  },
  en: {
    upkeep: 'upkeep',
    service: 'a service',
    visit: 'a visit',
    merge: 'merging double files',
    rights: 'a request about own data',
    export: 'making a list',
    emergency: 'an emergency',
    own: 'in “My data”',
    'register.page': 'looking at the file',
    'register.former': 'looking at who lived here before',
    'register.search': 'searching',
    'register.list': 'looking at a list',
    'register.relations': 'looking at relatives and guardians',
    'register.links': 'linking phones at the counter',
    'register.upkeep': 'upkeep',
    'register.import': 'taking in a list',
    'register.export': 'making a list',
    'register.changes': 'syncing an upper platform',
    'visit.plan': 'planning visits',
    'visit.phone': 'copying to the worker’s phone, for visits without a network',
    'visit.history': 'looking at past visits',
    'visit.quarantine': 'checking visits handed in late',
    'matter.contact': 'reaching whoever reported',
    'hotline.earlier_calls': 'earlier calls',
    'staff.contact': 'reaching staff',
    retention: 'looking at what is due for deletion',
    review: 'checking that readings were proper',
    record: 'looking through the record of readings and deeds',
  },
} satisfies Words<AccessPurpose>

export const accessGroupWords: ByCode = {
  zh: {
    basic: '基本情况',
    masked: '隐去的姓名',
    identity: '证件',
    contact: '联系方式',
    health: '健康',
    child: '未成年人',
    relations: '亲属、监护关系',
    links: '关联的手机',
    visits: '走访情况',
    duties: '应走访事项',
    readings: '查看记录',
  },
  en: {
    basic: 'basics',
    masked: 'masked name',
    identity: 'documents',
    contact: 'contact',
    health: 'health',
    child: 'children',
    relations: 'relatives and guardians',
    links: 'linked phones',
    visits: 'visits',
    duties: 'visits that are due',
    readings: 'record of readings',
  },
} satisfies Words<AccessGroup>

export const caseWords: Words<AccessCase> = {
  zh: { duty: '应走访事项', visit: '走访', matter: '诉求事项', request: '权利请求' },
  en: { duty: 'a visit that was due', visit: 'a visit', matter: 'a matter', request: 'a request about own data' },
}
