import { Upload } from 'tus-js-client'
import { OfflineError, ProblemError } from './problem.ts'
import type { ProblemBody } from '@linli/contract/problems'

export interface Uploaded {
  readonly id: string
  /** With it a command may use the file although nobody is signed in. */
  readonly claim: string
}

const CHUNK_BYTES = 512 * 1024

interface Options {
  readonly baseUrl?: string
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}
type Picture = Blob & { name?: string }

/**
 * Sends a picture, going on where a lost connection stopped, also after a reload.
 * @throws ProblemError when it is refused, OfflineError when nobody answers.
 */
export async function uploadPicture(file: Picture, options: Options = {}): Promise<Uploaded> {
  try {
    return await send(file, options)
  } catch (error) {
    // The server has cleared away what was sent of it: from the start, once.
    if (error instanceof ProblemError && (error.status === 404 || error.status === 410)) return send(file, options)
    throw error
  }
}

function send(file: Picture, options: Options): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    let named: Uploaded | null = null
    const upload = new Upload(file, {
      endpoint: `${options.baseUrl ?? ''}/api/uploads`,
      chunkSize: CHUNK_BYTES,
      retryDelays: [0, 1000, 3000, 5000, 10_000],
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name ?? 'picture', filetype: file.type },
      onProgress: (sent, total) => options.onProgress?.(total > 0 ? sent / total : 0),
      onAfterResponse: (_request, response) => {
        const id = response.getHeader('Linli-Attachment-Id')
        const claim = response.getHeader('Linli-Attachment-Claim')
        if (id && claim) named = { id, claim }
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0
        // The server has looked at it and said no: sending it again changes nothing.
        return status < 400 || status === 409 || status === 423 || status >= 500
      },
      onError: (error) => reject(refusalOf(error) ?? error),
      onSuccess: () => (named ? resolve(named) : reject(new Error('the upload was not named'))),
    })
    options.signal?.addEventListener('abort', () => void upload.abort())
    upload
      .findPreviousUploads()
      .then(([previous]) => {
        if (previous) upload.resumeFromPreviousUpload(previous)
        upload.start()
      })
      .catch(reject)
  })
}

function refusalOf(error: unknown): ProblemError | OfflineError | null {
  if (typeof error !== 'object' || error === null || !('originalResponse' in error)) return null
  const response = error.originalResponse as { getBody(): string } | null | undefined
  if (!response) return new OfflineError()
  try {
    const body = JSON.parse(response.getBody()) as ProblemBody
    return typeof body.code === 'string' ? new ProblemError(body) : null
  } catch {
    return null
  }
}
