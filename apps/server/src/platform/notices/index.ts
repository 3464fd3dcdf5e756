import { noticeRoutes } from '@linli/contract/notices'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { registerRoutes } from '../http/register.ts'
import { listMyNotices, listNotices, listOutbox, readMyNotices } from './notices.ts'

export { type NewNotice, sendNotice, sendNotices } from './notices.ts'
export { sendWaitingNotices } from './sender.ts'
export type { TemplateName } from './templates.ts'

export function registerNoticeRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, noticeRoutes, { listNotices, listMyNotices, readMyNotices, listOutbox })
}
