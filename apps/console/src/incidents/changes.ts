/** What is read anew after a command of a room. */
export const roomChanges = [
  '/incidents',
  '/incidents/:incidentId',
  '/incidents/:incidentId/log',
  '/incidents/:incidentId/contacts',
  '/incidents/:incidentId/nearest',
  '/incidents/:incidentId/broadcasts/:broadcastId/readers',
  '/my/incidents',
  '/inbox',
] as const
