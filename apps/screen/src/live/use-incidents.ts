import { type ScreenIncident, screenIncidentRoutes } from '@linli/contract/screen-incidents'
import { useQuery } from '@tanstack/react-query'
import { client } from '../api.ts'

/** Kept up by the screen's own stream; asked for when a connection begins. */
export const incidentsKey = ['incidents'] as const
const none: readonly ScreenIncident[] = []

export function useIncidents(): readonly ScreenIncident[] {
  const { data } = useQuery({
    queryKey: incidentsKey,
    queryFn: ({ signal }) => client.call(screenIncidentRoutes.listScreenIncidents, {}, { signal }),
    staleTime: Infinity,
  })
  return data?.items ?? none
}
