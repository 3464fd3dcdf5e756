import { ProblemError } from '@linli/client'
import { peopleRoutes } from '@linli/contract/people'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { organisationRoutes } from '@linli/contract/people-organisations'
import type { Route } from '@linli/contract/route'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryClient, reading } from '../api.ts'
import { useCommand } from '../pages/use-command.ts'

/** What any change of the register may alter. */
const changed = [
  peopleRoutes.listHouseholds,
  peopleRoutes.getHousehold,
  peopleRoutes.getPerson,
  peopleRoutes.getBuilding,
  peopleRoutes.listBuildings,
  peopleRoutes.getRegisterSummary,
  peopleRoutes.searchRegister,
  peopleRoutes.listContested,
  peopleRoutes.listDuplicates,
  peopleRoutes.listDwellingPoints,
  dwellingRoutes.getDwelling,
  dwellingRoutes.listClosedGrids,
  dwellingRoutes.listToAssign,
  dwellingRoutes.listInTwoGrids,
  organisationRoutes.listOrganisations,
  organisationRoutes.getOrganisation,
].map(({ path }) => path)

/**
 * A command on the register. When somebody else was faster, the file is read anew under the open form, so that the next
 * try is made on what is there now; what was typed stays.
 */
export function useRegisterCommand<R extends Route>(route: R) {
  const command = useCommand(route, changed)
  const { error } = command
  useEffect(() => {
    if (!(error instanceof ProblemError) || error.code !== 'register.stale') return
    for (const path of changed) void queryClient.invalidateQueries({ queryKey: [path] })
  }, [error])
  return command
}

/** Kinds of need with their names; hardly ever changed. */
export function useNeedKinds() {
  const kinds = useQuery({ ...reading(peopleRoutes.listNeedKinds, {}), staleTime: 600_000 })
  return kinds.data?.items ?? []
}
