import { defineMessages } from '@linli/ui'

/** Texts about what running incidents ask of a worker. */
export const incidentMessages = defineMessages(
  {
    tasks: '事件任务',
    broadcasts: '通播',
    exercise: '演练',
    severity: { i: 'Ⅰ级', ii: 'Ⅱ级', iii: 'Ⅲ级', iv: 'Ⅳ级' } as Record<string, string>,
    step: { received: '收到', arrived: '到场', done: '完成', unable: '办不了' } as Record<string, string>,
    state: { given: '等您回执', withdrawn: '已撤回' } as Record<string, string>,
    by: (at: string) => `${at} 前`,
    words: '说明（办不了请写原因）',
    read: '知道了',
    from: (name: string) => `${name} 派`,
    waiting: '已记下，联网后上传',
  },
  {
    tasks: 'Incident tasks',
    broadcasts: 'Broadcasts',
    exercise: 'Exercise',
    severity: { i: 'Ⅰ', ii: 'Ⅱ', iii: 'Ⅲ', iv: 'Ⅳ' } as Record<string, string>,
    step: { received: 'Received', arrived: 'Arrived', done: 'Done', unable: 'Cannot be done' } as Record<
      string,
      string
    >,
    state: { given: 'waits for you', withdrawn: 'withdrawn' } as Record<string, string>,
    by: (at: string) => `by ${at}`,
    words: 'Words (say why, if it cannot be done)',
    read: 'I have read it',
    from: (name: string) => `from ${name}`,
    waiting: 'kept, sent with the next network',
  },
)
