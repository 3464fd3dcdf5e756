import { defineMessages } from '@linli/ui'

export const { useMessages: useIncidentWords } = defineMessages(
  {
    incidents: '事件',
    exercise: '演练',
    severities: { i: 'Ⅰ级', ii: 'Ⅱ级', iii: 'Ⅲ级', iv: 'Ⅳ级' } as Record<string, string>,
    states: { open: '处置中', standing_down: '收尾中' } as Record<string, string>,
    since: (time: string) => `${time} 开设`,
    extent: (villages: number, households: string) => `影响 ${villages} 个村（社区）· ${households} 户`,
    tasks: '任务完成',
    arrived: '已到场',
    late: (count: number) => `超时 ${count}`,
    checks: '预案清单',
    told: '通播已读',
    of: (part: number, all: number) => `${part} / ${all}`,
  },
  {
    incidents: 'Incidents',
    exercise: 'Exercise',
    severities: { i: 'Ⅰ', ii: 'Ⅱ', iii: 'Ⅲ', iv: 'Ⅳ' } as Record<string, string>,
    states: { open: 'running', standing_down: 'standing down' } as Record<string, string>,
    since: (time: string) => `since ${time}`,
    extent: (villages: number, households: string) => `${villages} villages · ${households} households`,
    tasks: 'Tasks done',
    arrived: 'Arrived',
    late: (count: number) => `${count} late`,
    checks: 'Check-lists',
    told: 'Broadcasts read',
    of: (part: number, all: number) => `${part} / ${all}`,
  },
)
