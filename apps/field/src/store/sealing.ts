/** A row of the register as it lies on the disk: what it is found by, and the rest sealed. */
export interface SealedRow {
  readonly id: string
  readonly gridId: string
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

const NONCE_BYTES = 12
const textOf = new TextEncoder()

/** Sealed under the key of the phone, which opens it nowhere else: id and grid are bound to it. */
export async function sealRow(key: CryptoKey, row: { id: string; gridId: string }): Promise<SealedRow> {
  const { id, gridId } = row
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = await crypto.subtle.encrypt(algorithm(nonce, id, gridId), key, textOf.encode(JSON.stringify(row)))
  return { id, gridId, nonce, sealed }
}

/** Rows that open; what was sealed under another key (the phone was set up anew) is as good as gone. */
export async function openRows<T>(key: CryptoKey | null, rows: readonly SealedRow[]): Promise<T[]> {
  if (key === null) return []
  const opened = await Promise.all(
    rows.map(({ id, gridId, nonce, sealed }) =>
      crypto.subtle.decrypt(algorithm(nonce, id, gridId), key, sealed).catch(() => null),
    ),
  )
  const words = new TextDecoder()
  // Sealed by `sealRow` alone, from a value of this store's type.
  return opened.flatMap((bytes) => (bytes === null ? [] : [JSON.parse(words.decode(bytes)) as T]))
}

const algorithm = (iv: Uint8Array<ArrayBuffer>, id: string, gridId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: textOf.encode(`${gridId}:${id}`),
})
