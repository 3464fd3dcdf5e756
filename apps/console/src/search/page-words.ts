import type { Me } from '@linli/contract/sign-in'
import { defineMessages, type IconName } from '@linli/ui'
import { tables as names } from '../frame/messages.ts'
import { pages } from '../pages.ts'

/** What else people call a page, or look for on it; pinyin for whoever types without an input method. */
const { tables: words } = defineMessages<Record<string, string>>(
  {
    matters: '事件 工单 suqiu sq shijian',
    supervision: '督办 红牌 黄牌 例会 超时 卡住 duban dbt',
    incidentPlans: '应急预案 清单 yjya',
    incidents: '应急 预案 通播 演练 防汛 shijian sjzh',
    hotline: '电话 热线 12345 dengji djld rexian',
    map: '位置 ditu dt',
    areas: '区划 网格 划分 边界 乡镇 村 社区 网格员 quyu wangge qyywg',
    register: '居民 人口 户 身份证 renkou rkdj',
    buildings: '房屋 楼 loudong ldfw',
    registerDesks: '重复 合并 核对 hedui',
    organisations: '企业 商铺 学校 danwei dwcs',
    statistics: '月报 报表 tongji ydtj',
    registerImports: '名单 批量 excel daoru drmd',
    registerExports: '下载 名单 excel daochu dcmd',
    exportRequests: '审批 daochu dcsp',
    handovers: '离岗 调岗 交接单 jiaojie gongzuojiaojie',
    roster: '值班 班次 请假 换班 交接 paiban zhiban qingjia pbyzs',
    staff: '员工 账号 角色 权限 岗位 部门 renyuan dwyry',
    categories: '事项 时限 分类 leibie sxlb',
    places: '扫码 erweima ewmdw',
    interop: '密钥 webhook open311 api jiekou',
    notices: '短信 邮件 发件箱 tongzhi dxytz',
    records: '审计 日志 谁看过 jilu',
    settings: '工作时间 节假日 调休 作息 户数 重开 延期 shezhi canshu qxcs',
    fields: '字段 目录 dengji djxm',
    rights: '更正 异议 quanli qlqq',
    emergency: '越权 jinji jjdy',
    account: '密码 二次验证 退出 zhanghao mima',
    noticeRules: '推送 提醒 免打扰 勿扰 短信 邮件 wodetongzhi miandarao',
  },
  {
    matters: 'cases tickets',
    supervision: 'late stuck red yellow meeting',
    incidentPlans: 'emergency plans check-lists',
    incidents: 'emergency plan broadcast exercise flood',
    hotline: 'phone call',
    map: 'where',
    areas: 'towns villages grids boundary worker',
    register: 'people residents households',
    buildings: 'houses dwellings',
    registerDesks: 'duplicates merge contested',
    organisations: 'companies shops schools',
    statistics: 'monthly report',
    registerImports: 'excel csv upload',
    registerExports: 'excel download',
    exportRequests: 'approve',
    handovers: 'leaving successor protocol',
    roster: 'shifts duty leave swap',
    staff: 'people accounts roles permissions departments',
    categories: 'limits kinds',
    places: 'scan',
    interop: 'keys webhook open311 api',
    notices: 'sms mail outbox',
    records: 'audit log',
    settings: 'working hours holidays calendar',
    fields: 'columns',
    rights: 'correction dispute',
    emergency: 'break-glass',
    account: 'password second factor sign out',
    noticeRules: 'push notifications quiet hours do not disturb channels',
  },
)

export interface PageHit {
  readonly kind: 'page'
  readonly name: string
  readonly to: string
  readonly icon: IconName
}

const MOST = 4

/** Pages that this person may open, by their names and other words in either language. */
export function findPages(me: Me, q: string, locale: 'zh' | 'en'): PageHit[] {
  const typed = q.toLowerCase()
  return pages
    .flatMap(({ name, path, icon, permission }) => {
      if (name === null || (permission !== null && !me.permissions.includes(permission))) return []
      const said = [names.zh[name], names.en[name], words.zh[name], words.en[name]].join(' ').toLowerCase()
      return said.split(' ').some((word) => word.startsWith(typed)) ||
        said.includes(` ${typed}`) ||
        names.zh[name].includes(typed)
        ? [{ kind: 'page' as const, name: names[locale][name], to: path, icon }]
        : []
    })
    .slice(0, MOST)
}
