import type { Endpoint, ReplyOf, RequestOf } from '@guichet/platform/contract'
import { useCallback, useRef, useState } from 'react'
import { moduleOf, type SendOptions, useSend } from './api.ts'
import { type InputFor, ProblemError } from './client.ts'
import { explainField } from './problem.ts'

/** What a field needs; spread it: `<TextField label=… {...form.field('name')} />`. */
export interface FieldProps<T> {
  name: string
  value: T
  onChange: (value: T) => void
  error?: string
}

export interface Form<V extends object> {
  values: V
  set: <K extends keyof V & string>(name: K, value: V[K]) => void
  field: <K extends keyof V & string>(name: K) => FieldProps<V[K]>
  /** The fault at a path below a field: `form.error('hours.0.from')`. */
  error: (path: string) => string | undefined
  /** Everything wrong after the last attempt, in the order of the page. */
  faults: readonly { path: string; text: string }[]
  setFaults: (faults: readonly { path: string; code: string }[]) => void
  submit: () => void
  busy: boolean
  /** Something differs from what the form began with. */
  changed: boolean
  reset: (values?: V) => void
}

export interface FormOptions<E extends Endpoint, V extends object> extends Pick<
  SendOptions<E>,
  'invalidates' | 'onProblem'
> {
  initial: V
  /** How values become the request; by default they are its body. */
  input?: (values: V) => InputFor<E>
  onDone?: (reply: ReplyOf<E>, values: V) => void
  /** The module whose texts name the faults; the endpoint's by default. */
  module?: string
}

/** State of one form that ends in one write. The server's contract is the only set of rules. */
export function useForm<E extends Endpoint, V extends object = RequestOf<E>['body'] & object>(
  endpoint: E,
  options: FormOptions<E, V>,
): Form<V> {
  const [values, setValues] = useState<V>(options.initial)
  const [started, setStarted] = useState<V>(options.initial)
  const [faults, showFaults] = useState<readonly { path: string; text: string }[]>([])
  const latest = useRef(values)
  const module = options.module ?? moduleOf(endpoint)

  const setFaults = (found: readonly { path: string; code: string }[]) =>
    showFaults(
      found.map(({ path, code }) => ({
        path: path.replace(/^(body|query)\./, ''),
        text: explainField(module, code),
      })),
    )

  const send = useSend(endpoint, {
    invalidates: options.invalidates,
    onDone: (reply) => {
      setStarted(latest.current)
      options.onDone?.(reply, latest.current)
    },
    onProblem: (error) => {
      if (options.onProblem?.(error)) return true
      if (!(error instanceof ProblemError) || !error.problem.fields?.length) return false
      setFaults(error.problem.fields)
      return true
    },
  })

  const set = useCallback(<K extends keyof V & string>(name: K, value: V[K]) => {
    latest.current = { ...latest.current, [name]: value }
    setValues(latest.current)
    showFaults((shown) => shown.filter(({ path }) => path !== name && !path.startsWith(`${name}.`)))
  }, [])

  const error = (path: string) => faults.find((fault) => fault.path === path)?.text

  return {
    values,
    set,
    error,
    faults,
    setFaults,
    busy: send.isPending,
    changed: JSON.stringify(values) !== JSON.stringify(started),
    field: (name) => ({
      name,
      value: values[name],
      onChange: (value) => set(name, value),
      error: error(name) ?? faults.find((fault) => fault.path.startsWith(`${name}.`))?.text,
    }),
    submit() {
      showFaults([])
      send.mutate(options.input ? options.input(latest.current) : ({ body: latest.current } as InputFor<E>))
    },
    reset(next = options.initial) {
      latest.current = next
      setValues(next)
      setStarted(next)
      showFaults([])
    },
  }
}
