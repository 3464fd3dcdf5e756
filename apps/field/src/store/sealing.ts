export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

/** A row of the register as it lies on the disk: what it is found by, and the rest sealed. */
export interface SealedRow extends Sealed {
  readonly id: string
  readonly gridId: string
}

const NONCE_BYTES = 12
const textOf = new TextEncoder()
const words = new TextDecoder()

/** `context`: where it belongs; moved to another place it does not open. */
export async function sealBytes(key: CryptoKey, context: string, bytes: BufferSource): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  return { nonce, sealed: await crypto.subtle.encrypt(algorithm(nonce, context), key, bytes) }
}

export function openBytes(key: CryptoKey, context: string, { nonce, sealed }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt(algorithm(nonce, context), key, sealed)
}

export const sealValue = (key: CryptoKey, context: string, value: unknown) =>
  sealBytes(key, context, textOf.encode(JSON.stringify(value)))

/** Sealed by `sealValue` in the same context, from a value of this type. */
export const openValue = async <T>(key: CryptoKey, context: string, sealed: Sealed): Promise<T> =>
  JSON.parse(words.decode(await openBytes(key, context, sealed))) as T

/** Sealed under the key of the phone, which opens it nowhere else: id and grid are bound to it. */
export async function sealRow(key: CryptoKey, row: { id: string; gridId: string }): Promise<SealedRow> {
  const { id, gridId } = row
  return { id, gridId, ...(await sealValue(key, contextOf(row), row)) }
}

/** Rows that open; what was sealed under another key (the phone was set up anew) is as good as gone. */
export async function openRows<T>(key: CryptoKey | null, rows: readonly SealedRow[]): Promise<T[]> {
  if (key === null) return []
  const opened = await Promise.all(rows.map((row) => openValue<T>(key, contextOf(row), row).catch(() => null)))
  return opened.filter((row) => row !== null)
}

const contextOf = ({ id, gridId }: { id: string; gridId: string }) => `${gridId}:${id}`

const algorithm = (iv: Uint8Array<ArrayBuffer>, context: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: textOf.encode(context),
})
