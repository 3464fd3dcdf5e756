import { figureNames } from '@linli/contract/figure-names'
import type { FigureCode } from '@linli/contract/screen-shapes'
import { defineMessages } from '@linli/ui'

export const figureCodes: readonly FigureCode[] = [
  'received',
  'settled',
  'onTime',
  'overdue',
  'reopened',
  'medianHours',
  'satisfied',
]

/** Names, units and explanations of the figures. */
export const { useMessages: useFigureWords } = defineMessages(
  {
    ...figureNames.zh,
    how: {
      received: '今天零点到现在，各渠道收到的事项，重复上报并入的也算。往常是过去 8 个相同星期几到同一小时的件数。',
      settled: '今天零点到现在，由网格、村社区、乡镇或县级办结的次数。退回后再次办结，再算一次。',
      onTime: '今天办结的里，没有超过总时限的占多少。等居民答复时暂停计时。',
      overdue: '今天零点到现在，总时限刚刚过去、还没有办结的件数。现有的超时总数见地图上方和菱形。',
      reopened: '今天居民不满意或回访后退回、重新办理的次数。核查不通过的不算，那时还没有告诉居民办好。',
      medianHours: '今天办结的事项，从受理到办结的工作小时，取中间的一个。休息时间不算。',
      satisfied:
        '近 7 天居民自己评价的，四星五星或回访满意的占多少；退回重办算不满意，没有答复的不算。不足 10 人评价不显示，免得看出是谁。',
    },
    howStock: '现在没有办结的事项，其中总时限已过的，和其中危及安全的。',
    howLevel:
      '今天办结的，按由谁办结分：网格员自己，村（社区）的单位，乡镇的单位，县级部门和中心。小问题网格解决，大问题社区化解。',
    howCategories: '近 7 天受理的事项，按大类。竖线是此前八个 7 天的中位数。',
    howHourly: '今天每小时受理的件数。灰带是过去 8 个相同星期几的最少到最多，虚线是中位数。',
    howTrend: '八周来每天受理和办结的件数，今天到现在为止。',
    howWeek: '过去八周，一周里每个小时平均受理多少件。用来排班。',
    howDuty: '岗位上今天有人的机构和网格，按任命和定格定人计算。数的是岗位，不是人，也不显示人在哪里。',
  },
  {
    ...figureNames.en,
    how: {
      received:
        'Matters that came in since midnight by any channel, duplicates among them. Usual is the median of the last eight same weekdays up to the same hour.',
      settled:
        'Settlements since midnight by grid, village, town or county. One that was sent back and settled again counts again.',
      onTime:
        'Of what was settled today, how much was within its whole limit. The limit stands still while the resident is awaited.',
      overdue:
        'Matters whose whole limit has passed since midnight. How many are overdue in all stands above the map and in the diamonds.',
      reopened:
        'How often a resident sent a result back today. A check that failed does not count: nobody had been told that it was done.',
      medianHours: 'Working hours from report to settlement of what was settled today; the middle one.',
      satisfied:
        'Of the results that residents judged within 7 days, those with four or five stars or content when called; sent back counts against, silence not at all. Fewer than ten answers are not shown.',
    },
    howStock: 'Matters that are open now; of them those past their whole limit, and those in danger.',
    howLevel: 'Of what was settled today: by the grid worker alone, a unit of the village, of the town, or the county.',
    howCategories: 'What came in within 7 days by class. The line is the median of the eight times seven days before.',
    howHourly: 'What came in per hour today. The band spans the last eight same weekdays, the dashes are their median.',
    howTrend: 'Received and settled per day over eight weeks; today up to now.',
    howWeek: 'Mean of what came in per hour of the week over eight weeks. For making rosters.',
    howDuty:
      'Units and grids that have somebody appointed today. Posts are counted, not people, and nobody’s place is shown.',
  },
)
