import { createHash } from 'node:crypto'

/**
 * Id of one part of work that is done in many commands (a UUID of version 8, RFC 9562): the same part of the same whole has
 * the same id, so that what was cut off goes on where it stopped.
 */
export function partId(wholeId: string, part: string | number): string {
  const hex = createHash('sha256').update(`${wholeId}:${part}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
