import { AccessPurpose } from '@linli/contract/access'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const path = new URL('../../../../../data/register/purposes.json', import.meta.url)

/** The legal basis of each purpose; a purpose without one stops the start. */
export const basisOf = z.record(AccessPurpose, z.string().min(6)).parse(JSON.parse(readFileSync(path, 'utf8')))
