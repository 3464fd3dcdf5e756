import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { onAttachmentRead } from '../../platform/files/index.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { enrolDevice, getMyDevice, listDevices, revokeDevice, unlockDevice } from './devices/devices.ts'
import { decideQuarantined, handInWork, listQuarantine } from './devices/quarantine.ts'
import { sendCommands } from './devices/send-commands.ts'
import { listPatrols } from './patrols/list-patrols.ts'
import { endPatrol, startPatrol } from './patrols/patrol.ts'
import { listMyDue } from './plan/my-due.ts'
import { listResponses } from './responses/list-responses.ts'
import { recordResponse } from './responses/record-response.ts'
import { syncField } from './sync/sync-field.ts'
import { decideConflict, listConflicts } from './visits/conflicts.ts'
import { listVisits, mayReadVisitPicture } from './visits/list-visits.ts'
import { recordVisit } from './visits/record-visit.ts'

/** Visits, patrols, first help; the copy on the phone, phones and what they may not send any more. */
export function registerFieldworkRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, fieldworkRoutes, {
    listMyDue,
    recordVisit,
    listVisits,
    listConflicts,
    decideConflict,
    startPatrol,
    endPatrol,
    listPatrols,
    recordResponse,
    listResponses,
  })
  registerRoutes(app, deps, fieldSyncRoutes, { syncField })
  registerRoutes(app, deps, fieldDeviceRoutes, {
    enrolDevice,
    unlockDevice,
    getMyDevice,
    sendCommands: (ctx, input) => sendCommands(app, ctx, input),
    handInWork,
    listDevices,
    revokeDevice,
    listQuarantine,
    decideQuarantined: (ctx, input) => decideQuarantined(app, ctx, input),
  })
  onAttachmentRead('visit', ({ actor, subjectId }) => mayReadVisitPicture(deps.db, actor, subjectId))
}
