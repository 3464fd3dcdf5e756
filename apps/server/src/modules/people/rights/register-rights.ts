import { rightsRoutes } from '@linli/contract/people-rights'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../platform/deps.ts'
import { registerRoutes } from '../../../platform/http/register.ts'
import { listOwnRequests, requestRight } from './ask.ts'
import { listBreakGlass, openBreakGlass, reviewBreakGlass } from './break-glass.ts'
import { fetchOwnCopy, printCopy } from './copy/fetch-copy.ts'
import { decideRightsRequest } from './decide-request.ts'
import { extendRightsRequest } from './extend-request.ts'
import { claimChildren, linkResident, sendLinkCode } from './link-resident.ts'
import { endLink, endOwnLink } from './links.ts'
import { listLinks, listOwnLinks } from './list-links.ts'
import { listRightsRequests } from './list-requests.ts'
import { claimFile, listOwnFiles, listOwnReadings, revealOwnFile } from './own-file.ts'
import { previewErasure } from './preview-erasure.ts'

export function registerRightsRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, rightsRoutes, {
    claimFile,
    listOwnFiles,
    revealOwnFile,
    listOwnReadings,
    requestRight,
    listOwnRequests,
    fetchOwnCopy,
    printCopy,
    sendLinkCode,
    linkResident,
    listLinks,
    endLink,
    listOwnLinks,
    endOwnLink,
    claimChildren,
    extendRightsRequest,
    listRightsRequests,
    previewErasure,
    decideRightsRequest,
    openBreakGlass,
    listBreakGlass,
    reviewBreakGlass,
  })
}
