import { ProblemError } from '@linli/client'
import { AreaRef } from '@linli/contract/areas'
import { z } from 'zod'
import type { Refused } from '../../pages/use-command.ts'
import type { Corner } from '../editor/plane.ts'

export type { Refused } from '../../pages/use-command.ts'

interface Command extends Refused {
  readonly error: unknown
}

const Overlapped = z.object({ areas: z.array(AreaRef.pick({ id: true })) })
const Point = z.object({ lon: z.number(), lat: z.number() })

/** A refusal with its sentence beside the field that it is about, where it is about one. */
export function refusedAt(command: Command): Refused {
  const { error, fault } = command
  const field = error instanceof ProblemError ? fieldOf(error) : null
  return field && fault ? { fault, faults: { [field]: fault } } : command
}

/** Reasons that another day would mend. */
const aboutTheDay = ['later_change', 'not_open_yet']

function fieldOf({ code, details }: ProblemError): string | null {
  if (code === 'area.code_taken') return 'gridNo'
  if (code === 'area.overlap') return 'acceptOverlap'
  return code === 'area.wrong_state' && aboutTheDay.includes(String(details['reason'])) ? 'from' : null
}

/** The neighbours that an outline was refused for. */
export function overlappedBy({ error }: Command): string[] {
  if (!(error instanceof ProblemError)) return []
  const { data } = Overlapped.safeParse(error.details)
  return data?.areas.map(({ id }) => id) ?? []
}

/** Where the server found an outline crossing itself. */
export function wrongPlace({ error }: Command): Corner | null {
  if (!(error instanceof ProblemError) || error.code !== 'area.self_crossing') return null
  const { data } = Point.safeParse(error.details)
  return data ? [data.lon, data.lat] : null
}
