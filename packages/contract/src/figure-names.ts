import type { FigureCode } from './screen-shapes.ts'

interface Named {
  readonly names: Readonly<Record<FigureCode, string>>
  readonly units: Readonly<Record<FigureCode, string>>
}

/** What the figures are called, on the command screen and on paper. */
export const figureNames: Readonly<Record<'zh' | 'en', Named>> = {
  zh: {
    names: {
      received: '受理',
      settled: '办结',
      onTime: '按时办结',
      overdue: '新超时',
      reopened: '重新办理',
      medianHours: '办结用时，中位',
      satisfied: '居民满意，近 7 天',
    },
    units: {
      received: '件',
      settled: '件',
      onTime: '%',
      overdue: '件',
      reopened: '件',
      medianHours: '工作小时',
      satisfied: '%',
    },
  },
  en: {
    names: {
      received: 'Received',
      settled: 'Settled',
      onTime: 'Settled on time',
      overdue: 'Newly overdue',
      reopened: 'Opened again',
      medianHours: 'Time to settle, median',
      satisfied: 'Content, 7 days',
    },
    units: {
      received: '',
      settled: '',
      onTime: '%',
      overdue: '',
      reopened: '',
      medianHours: 'working h',
      satisfied: '%',
    },
  },
}
