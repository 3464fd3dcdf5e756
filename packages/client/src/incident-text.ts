import type { Sentence } from './problem-reasons.ts'

/** Problems of leading an incident. */
export const incidentSentences = {
  'incident.not_found': { zh: '没有这个事件，或不在您的范围内。', en: 'There is no such incident within your reach.' },
  'incident.not_leader': {
    zh: '这个事件由别人指挥，范围超出您的辖区。请联系指挥员，您仍可写大事记。',
    en: 'Somebody else leads this incident, or it reaches beyond your area. Ask the commander; you may still write into the log.',
  },
  'incident.wrong_state': {
    zh: '事件的状态已变，现在不能这样做。请刷新看看。',
    en: 'The incident is in another state by now, in which this cannot be done. Reload and look.',
  },
  'incident.stale': {
    zh: '另一位指挥员刚改过。请看最新情况再改；您填的还在。',
    en: 'Another commander has just changed it. Look at it as it is now; what you typed is kept.',
  },
  'incident.tasks_open': {
    zh: (d) => `还有 ${Number(d['count'])} 项任务没有结果，请先收齐回执或撤回。`,
    en: (d) => `${Number(d['count'])} tasks have not ended; wait for their receipts or withdraw them first.`,
  },
  'incident.no_commander': {
    zh: '这位同志没有指挥权限，请另选一位。',
    en: 'This person’s role does not carry leading an incident; choose another.',
  },
  'incident.entry_not_found': { zh: '大事记里没有这一条。', en: 'The log has no such entry.' },
  'incident.task_not_found': { zh: '没有这项任务，或不是交给您的。', en: 'There is no such task for you.' },
  'incident.task_ended': {
    zh: '这项任务已有结果或已撤回，请刷新看看。',
    en: 'This task has ended or was withdrawn; reload and look.',
  },
  'incident.plan_unknown': { zh: '没有这个预案，请刷新看看。', en: 'There is no such plan; reload and look.' },
  'incident.plan_begun': { zh: '这个预案已经启动。', en: 'This plan has been begun already.' },
  'incident.plan_stale': {
    zh: '别人刚保存了这个预案的新版本。请另开一页看看，再把您的改动加上；您填的还在。',
    en: 'Somebody has just saved a newer version of this plan. Look at it in another tab and add your changes; what you typed is kept.',
  },
  'incident.plan_county_only': {
    zh: '预案管全县，由县级中心修改。',
    en: 'Plans hold for the whole county; ask its centre to change them.',
  },
  'incident.check_not_found': { zh: '清单里没有这一项。', en: 'The check-list has no such line.' },
  'incident.check_moved': {
    zh: '别人刚勾过这一项，请看最新的清单。',
    en: 'Somebody has just ticked this; look at the list as it is now.',
  },
  'incident.broadcast_not_found': { zh: '没有这条通播，或不是发给您的。', en: 'There is no such broadcast to you.' },
  'incident.nobody_to_tell': {
    zh: '这些区域里没有在任的网格员，没有人能收到。请另选区域。',
    en: 'No grid of these areas has a worker, so nobody would hear it. Choose other areas.',
  },
  'incident.lesson_not_found': { zh: '没有这条整改，请刷新看看。', en: 'There is no such lesson; reload and look.' },
  'incident.lesson_settled': { zh: '这条整改已经销号。', en: 'This lesson has been settled already.' },
} as const satisfies Record<string, Sentence>
