import { newId } from '@linli/client'
import { type ListImport, listPartBytes, registerImportRoutes } from '@linli/contract/people-lists'
import { client } from '../api.ts'

const TRIES = 4
const WAIT_MS = 1_500

/** Sends a file part by part; a part that is lost on the way is sent again. */
export async function sendFile(file: File, onShare: (share: number) => void): Promise<ListImport> {
  const importId = newId()
  let list = await client.call(registerImportRoutes.beginListImport, {
    commandId: newId(),
    importId,
    fileName: file.name,
    bytes: file.size,
  })
  for (let part = 0; part < list.parts; part++) {
    const data = await base64(file.slice(part * listPartBytes, (part + 1) * listPartBytes))
    const commandId = newId()
    list = await patiently(() => client.call(registerImportRoutes.sendListPart, { commandId, importId, part, data }))
    onShare((part + 1) / list.parts)
  }
  return list
}

/** A connection that breaks for a moment stops nothing; what the server refuses, it refuses. */
async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error) || error.name !== 'OfflineError') throw error
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries))
    }
  }
}

async function base64(part: Blob): Promise<string> {
  const bytes = new Uint8Array(await part.arrayBuffer())
  let text = ''
  // In pieces: a call cannot take a million arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
