/**
 * Pictures of this phone until they are sent: too large for localStorage, so they stand in IndexedDB. Where that is refused
 * (private windows), they live as long as the page.
 */
const shelf = 'photos'
const inMemory = new Map<string, Blob>()
let opened: Promise<IDBDatabase> | undefined

export async function putPhoto(key: string, picture: Blob): Promise<void> {
  inMemory.set(key, picture)
  await onShelf('readwrite', (store) => store.put(picture, key)).catch(() => undefined)
}

export async function getPhoto(key: string): Promise<Blob | undefined> {
  const held = inMemory.get(key)
  if (held) return held
  const stored: unknown = await onShelf('readonly', (store) => store.get(key)).catch(() => undefined)
  return stored instanceof Blob ? stored : undefined
}

export async function dropPhoto(key: string): Promise<void> {
  inMemory.delete(key)
  await onShelf('readwrite', (store) => store.delete(key)).catch(() => undefined)
}

/** Clears what no draft and no waiting report names any more. */
export async function dropPhotosExcept(wanted: ReadonlySet<string>): Promise<void> {
  const keys = await onShelf('readonly', (store) => store.getAllKeys()).catch(() => [])
  for (const key of keys) if (typeof key === 'string' && !wanted.has(key)) await dropPhoto(key)
}

async function onShelf<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await (opened ??= open())
  return answer(act(database.transaction(shelf, mode).objectStore(shelf)))
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('linli-portal', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(shelf)
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'))
  })
}
