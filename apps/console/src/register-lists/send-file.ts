import { newId } from '@linli/client'
import { type ListImport, listPartBytes, registerImportRoutes } from '@linli/contract/people-lists'
import { client } from '../api.ts'

const TRIES = 4
const WAIT_MS = 1_500

/** Sends a file part by part; a part that is lost on the way is sent again, and a file that was broken off goes on. */
export async function sendFile(file: File, onShare: (share: number) => void): Promise<ListImport> {
  const digest = await digestOf(file)
  let list = await client.call(registerImportRoutes.beginListImport, {
    commandId: newId(),
    importId: newId(),
    fileName: file.name,
    bytes: file.size,
    ...(digest === null ? {} : { digest }),
  })
  const importId = list.id
  const there = new Set(list.received)
  const missing = Array.from({ length: list.parts }, (_, part) => part).filter((part) => !there.has(part))
  // With all there, the last once more: with it the server looks at the file.
  for (const part of missing.length > 0 ? missing : [list.parts - 1]) {
    const data = await base64(file.slice(part * listPartBytes, (part + 1) * listPartBytes))
    const commandId = newId()
    list = await patiently(() => client.call(registerImportRoutes.sendListPart, { commandId, importId, part, data }))
    onShare(list.received.length / list.parts)
  }
  return list
}

/** Null where the browser keeps its functions for encrypted connections: then a file is always sent from the beginning. */
async function digestOf(file: File): Promise<string | null> {
  if (!isSecureContext) return null
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
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
