import { createClient } from '@linli/client/client'
import { ProblemError } from '@linli/client/problem'
import { QueryClient } from '@tanstack/react-query'
import { signedIn } from './keep/my-grid.ts'
import { storedLocale } from '@linli/ui'

export const client = createClient({
  baseUrl: '/api',
  locale: storedLocale,
  onSignedOut: () => signedIn.set(false),
})

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The client has tried again already; a refusal would be the same once more.
      retry: false,
      // Without a network the last answer is shown, and the error says so.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
})

export function isNotFound(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404
}
