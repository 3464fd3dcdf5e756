import type { organisationRoutes } from '@linli/contract/people-organisations'
import type { RouteOutput } from '@linli/contract/route'
import { readFileSync } from 'node:fs'

const file = new URL('../../../../../../data/register/organisation-kinds.json', import.meta.url)
// Our own file, of this shape; a test reads it through the contract.
export const organisationKinds = JSON.parse(readFileSync(file, 'utf8')) as RouteOutput<
  typeof organisationRoutes.listOrganisationKinds
>

const byCode = new Map(organisationKinds.kinds.map((kind) => [kind.code, kind]))
const hazards = new Map(organisationKinds.hazards.map(({ code, names }) => [code, names]))

export const kindOf = (code: string) => byCode.get(code)
export const isHazard = (code: string) => hazards.has(code)
export const hazardNames = (code: string) => hazards.get(code)
