import { deriveKey, keyedHash } from './keys.ts'

/**
 * The name of a thing for one outside reader (an API key, a webhook): always the same for that reader, and another for
 * every other, so that two readers cannot put together what each was told. Shaped as a UUID of version 8.
 */
export function maskedId(serverSecret: string, readerId: string, id: string): string {
  const bytes = keyedHash(deriveKey(serverSecret, 'masked id'), `${readerId}:${id}`).subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
