import { noticeRuleRoutes } from '@linli/contract/notice-rules'
import { noticeRoutes } from '@linli/contract/notices'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { registerRoutes } from '../http/register.ts'
import { addPushBrowser, removePushBrowser, tryPushBrowser } from './browsers.ts'
import type { StaffDirectory } from './forward.ts'
import { listMyNotices, listNotices, listOutbox, readMyNotices } from './notices.ts'
import { changeMyNoticeRules, readingMyRules } from './rules.ts'

export { type Contact, forwardNotices, type StaffDirectory } from './forward.ts'
export { type NewNotice, sendNotice, sendNotices } from './send-notice.ts'
export { sendWaitingNotices } from './sender.ts'
export type { TemplateName } from './templates.ts'

export function registerNoticeRoutes(app: FastifyInstance, deps: Deps, directory: StaffDirectory): void {
  registerRoutes(app, deps, noticeRoutes, { listNotices, listMyNotices, readMyNotices, listOutbox })
  registerRoutes(app, deps, noticeRuleRoutes, {
    getMyNoticeRules: readingMyRules(directory),
    changeMyNoticeRules,
    addPushBrowser,
    removePushBrowser,
    tryPushBrowser,
  })
}
