import { VisitPart } from '@linli/contract/fieldwork'
import { deriveKey } from '../../../platform/crypto/keys.ts'
import { seal, unseal } from '../../../platform/crypto/seal.ts'
import type { Deps } from '../../../platform/deps.ts'

const keyOf = (deps: Deps) => deriveKey(deps.config.secret, 'visit-part')
const contextOf = (id: string) => `visit_parts.sealed_part:${id}`

/** A part of a visit that waits for a clerk, sealed: it may hold a phone number. */
export function sealPart(deps: Deps, id: string, part: VisitPart): Buffer {
  return seal(keyOf(deps), JSON.stringify(part), contextOf(id), deps.masterKeys.suite)
}

/** Null when it was sealed with a secret that is gone. */
export function unsealPart(deps: Deps, id: string, sealed: Uint8Array): VisitPart | null {
  const opened = unseal(keyOf(deps), sealed, contextOf(id))
  return opened === null ? null : VisitPart.parse(JSON.parse(opened))
}
