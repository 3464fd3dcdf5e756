import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { defineMessages } from '@linli/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { client } from './api.ts'
import { ErrorState, Loading } from './frame/States.tsx'

const { useMessages } = defineMessages({ more: '显示更多' }, { more: 'Show more' })

/** A route that answers page by page. */
type PagedRoute = Route<z.ZodType, z.ZodType<{ readonly items: readonly unknown[]; readonly next: string | null }>>

export interface Paged<Item> {
  readonly items: readonly Item[]
  readonly error: Error | null
  readonly isRead: boolean
  readonly refetch: () => void
  readonly more: (() => void) | null
  readonly busy: boolean
}

/** Every page of a list that was asked for so far; `pages[0]` also holds what comes beside the items. */
export function usePaged<R extends PagedRoute>(route: R, input: RouteInput<R>, enabled = true) {
  const list = useInfiniteQuery({
    queryKey: [route.path, 'pages', input],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      // The contract's input is an object; a cursor is part of every paged one.
      const asked = { ...(input as object), ...(pageParam === undefined ? {} : { cursor: pageParam }) } as RouteInput<R>
      return client.call(route, asked, { signal })
    },
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const pages: readonly RouteOutput<R>[] = list.data?.pages ?? []
  const items: RouteOutput<R>['items'] = pages.flatMap((page) => page.items)
  return {
    pages,
    items,
    error: list.error,
    isRead: list.data !== undefined,
    refetch: () => void list.refetch(),
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    busy: list.isFetchingNextPage,
  }
}

/** What a list does not show yet is never left out in silence. */
export function More({ list }: { list: Pick<Paged<unknown>, 'more' | 'busy'> }) {
  const m = useMessages()
  if (list.more === null) return null
  return (
    <p className="blank">
      <button type="button" className="btn" disabled={list.busy} onClick={list.more}>
        {m.more}
      </button>
    </p>
  )
}

interface ListProps {
  readonly list: Paged<unknown>
  /** What an empty list says. */
  readonly none: string
  /** The rows that were read. */
  readonly children: ReactNode
}

/** A list while it is read, where that failed, where nothing is in it; else its rows and the way to more. */
export function PagedList({ list, none, children }: ListProps) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (list.items.length === 0) return <p className="blank">{none}</p>
  return (
    <>
      {children}
      <More list={list} />
    </>
  )
}
