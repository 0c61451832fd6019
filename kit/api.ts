import {
  infiniteQueryOptions,
  queryOptions,
  type QueryClient,
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import type { Endpoint, ReplyOf } from '@guichet/platform/contract'
import { useDeferredValue, useEffect } from 'react'
import { type Api, type InputArgument, type InputFor, NetworkError, ProblemError } from './client.ts'
import { explain } from './problem.ts'
import { createSendKeys } from './send-keys.ts'
import { loadTexts } from './texts.ts'
import { toast } from './toast-store.ts'

export { createApi, NetworkError, ProblemError } from './client.ts'
export type { Api, InputFor } from './client.ts'

let current: Api | undefined

/** Called once by the roof: every hook below speaks through this client. */
export function setApi(api: Api): void {
  current = api
}

export function getApi(): Api {
  if (!current) throw new Error('setApi was not called')
  return current
}

/** For the rare call outside a hook: `await request(readReceipt, { params })`. */
export function request<E extends Endpoint>(endpoint: E, ...[input]: InputArgument<E>): Promise<ReplyOf<E>> {
  return getApi().request(endpoint, (input ?? {}) as InputFor<E>)
}

/** The room an endpoint belongs to: query keys and the texts of its problems begin there. */
export function moduleOf(endpoint: Pick<Endpoint, 'permission' | 'path'>): string {
  const permission = [endpoint.permission].flat()[0] ?? ''
  return permission.includes('.') ? permission.split('.')[0]! : endpoint.path.split('/')[1]!
}

function keyOf(endpoint: Endpoint, input: unknown) {
  return [moduleOf(endpoint), `${endpoint.method} ${endpoint.path}`, input ?? {}, getApi().tenant()] as const
}

/** Query options for `useSuspenseQuery`, `useQuery`, `prefetchQuery`. */
export function read<E extends Endpoint>(endpoint: E, ...[input]: InputArgument<E>) {
  return queryOptions<ReplyOf<E>>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => getApi().request(endpoint, (input ?? {}) as InputFor<E>, { signal }),
  })
}

/**
 * What the endpoint answers, kept fresh; the page's frame shows waiting and failure. Under another filter
 * the former answer stays until the new one is there, so that the field one types in is not swept away.
 */
export function useRead<E extends Endpoint>(endpoint: E, ...[input]: InputArgument<E>): ReplyOf<E> {
  const { shown } = useCalmly(input)
  return useSuspenseQuery(read(endpoint, ...([shown] as unknown as InputArgument<E>))).data
}

interface Place {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
}

/** The input to show: the former one while the new one's answer travels, if both are of the same thing. */
function useCalmly<I>(input: I): { shown: I; stale: boolean } {
  // As text, because a new object with each render would never be the former one.
  const now = JSON.stringify(input ?? {})
  const before = useDeferredValue(now)
  if (before === now) return { shown: input, stale: false }
  const [from, to] = [JSON.parse(before) as Place, JSON.parse(now) as Place]
  // Another ticket's or site's data under this one's buttons would be acted upon.
  const same =
    JSON.stringify(from.params) === JSON.stringify(to.params) && from.query?.site_id === to.query?.site_id
  return same ? { shown: from as I, stale: true } : { shown: input, stale: false }
}

interface PageOf<T> {
  items: T[]
  next_cursor: string | null
}
type ItemOf<E extends Endpoint> = ReplyOf<E> extends PageOf<infer T> ? T : never

/** A list by cursor: give the answer's parts to `<Table>`. */
export function usePages<E extends Endpoint>(endpoint: E, ...[wanted]: InputArgument<E>) {
  const { shown: input, stale } = useCalmly(wanted)
  const given = (input ?? {}) as { query?: Record<string, unknown> }
  const query = useSuspenseInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...keyOf(endpoint, input), 'pages'],
      queryFn: ({ signal, pageParam }) =>
        getApi().request(
          endpoint,
          { ...given, query: { ...given.query, ...(pageParam ? { cursor: pageParam } : {}) } } as InputFor<E>,
          { signal },
        ) as Promise<PageOf<ItemOf<E>>>,
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  )
  return {
    items: query.data.pages.flatMap((page) => page.items),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loading_more: query.isFetchingNextPage,
    /** The items are still the former filter's. */
    stale,
  }
}

/** Reads these again every so often while the page is seen: for what changes without any news of it on the live line. */
export function useRefresh(endpoints: readonly Endpoint[], every_s: number): void {
  const cache = useQueryClient()
  const names = endpoints
    .map((endpoint) => `${moduleOf(endpoint)} ${endpoint.method} ${endpoint.path}`)
    .join()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      void cache.invalidateQueries({
        predicate: ({ queryKey: [module, name] }) =>
          names.split(',').includes(`${String(module)} ${String(name)}`),
      })
    }, every_s * 1_000)
    return () => clearInterval(timer)
  }, [cache, names, every_s])
}

export interface SendOptions<E extends Endpoint> {
  /** Modules, or endpoints, whose reads are stale afterwards; the endpoint's own module by default. */
  invalidates?: readonly (string | Endpoint)[]
  /** Changes the cache at once and returns how to take it back if the server refuses. */
  optimistic?: (input: InputFor<E>, cache: QueryClient) => (() => void) | void
  onDone?: (reply: ReplyOf<E>, input: InputFor<E>) => void
  /** Return `true` when the page shows the refusal itself; otherwise a toast does. */
  onProblem?: (error: ProblemError | NetworkError) => boolean | void
}

const keys = createSendKeys()

/** A write: `send.mutate({ params, body })`, `send.isPending`. */
export function useSend<E extends Endpoint>(endpoint: E, options: SendOptions<E> = {}) {
  const cache = useQueryClient()

  return useMutation<ReplyOf<E>, Error, InputFor<E>, (() => void) | void>({
    mutationFn: async (input) => {
      const module = moduleOf(endpoint)
      const act = `${getApi().tenant()} ${endpoint.method} ${endpoint.path} ${JSON.stringify(input)}`
      const idempotency_key = keys.keyFor(module, act)
      try {
        const reply = await getApi().request(endpoint, input, { idempotency_key })
        keys.forget(module)
        return reply
      } catch (error) {
        if (error instanceof NetworkError) keys.lose(module, act, idempotency_key)
        else keys.forget(module, act)
        throw error
      }
    },
    onMutate: (input) => options.optimistic?.(input, cache),
    onError: (error, _input, undo) => {
      undo?.()
      void reportFailure(error, endpoint, options.onProblem)
    },
    onSuccess: (reply, input) => options.onDone?.(reply, input),
    onSettled: () => {
      for (const stale of options.invalidates ?? [moduleOf(endpoint)]) {
        void cache.invalidateQueries({
          queryKey: typeof stale === 'string' ? [stale] : [moduleOf(stale), `${stale.method} ${stale.path}`],
        })
      }
    },
  })
}

async function reportFailure(
  error: Error,
  endpoint: Endpoint,
  onProblem?: (error: ProblemError | NetworkError) => boolean | void,
) {
  const known = error instanceof ProblemError || error instanceof NetworkError
  if (known && onProblem?.(error)) return
  // The page is already on its way to sign-in.
  if (error instanceof ProblemError && error.problem.status === 401 && endpoint.permission !== 'public')
    return
  await loadTexts(['kit', moduleOf(endpoint)])
  toast({ tone: 'error', text: explain(error) })
}
