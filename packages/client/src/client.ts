import type { ProblemBody } from '@linli/contract/problems'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { OfflineError, ProblemError } from './problem.ts'

export interface Client {
  /** Calls a route of the contract. @throws ProblemError when refused, OfflineError when no answer came. */
  call<R extends Route>(route: R, input: RouteInput<R>, options?: { signal?: AbortSignal }): Promise<RouteOutput<R>>
}

interface Options {
  /** `/api`, or the full address outside a browser. */
  readonly baseUrl: string
  readonly locale: () => 'zh' | 'en'
  /** Called with `session.required` and `session.expired`, so that the face can ask to sign in. */
  readonly onSignedOut?: () => void
  /** How long a reading that got no answer waits before it is tried again; twice as long before the third time. */
  readonly tryAgainMs?: number
}

const TIMEOUT_MS = 20_000
/** Reading again harms nobody; a command is sent again only by whoever holds its id. */
const READ_TRIES = 3

export function createClient({ baseUrl, locale, onSignedOut, tryAgainMs = 400 }: Options): Client {
  async function once<R extends Route>(route: R, input: RouteInput<R>, signal?: AbortSignal): Promise<RouteOutput<R>> {
    const { url, body } = address(route, input as Record<string, unknown>)
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(baseUrl + url, {
      method: route.method,
      credentials: 'same-origin',
      headers: { 'accept-language': locale(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error
      throw new OfflineError()
    })
    // A proxy that stands before a stopped server answers in its own words.
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer as RouteOutput<R>
    if (answer === null || typeof answer !== 'object' || !('code' in answer)) throw new OfflineError()
    const problem = new ProblemError(answer as ProblemBody)
    if (problem.status === 401 && problem.code.startsWith('session.')) onSignedOut?.()
    throw problem
  }

  return {
    async call(route, input, options) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(route, input, options?.signal)
        } catch (error) {
          const passing = error instanceof OfflineError || (error instanceof ProblemError && error.status === 503)
          if (route.method !== 'GET' || !passing || tries >= READ_TRIES) throw error
          await new Promise((resolve) => setTimeout(resolve, tryAgainMs * tries))
        }
      }
    },
  }
}

function address(route: Route, input: Record<string, unknown>): { url: string; body: string | undefined } {
  const rest = { ...input }
  const path = route.path.replaceAll(/:(\w+)/g, (_match, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (route.method !== 'GET') return { url: path, body: JSON.stringify(rest) }
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined || value === null || value === '') continue
    query.set(key, Array.isArray(value) ? value.join(',') : `${value as string | number | boolean}`)
  }
  const words = query.toString()
  return { url: words ? `${path}?${words}` : path, body: undefined }
}
