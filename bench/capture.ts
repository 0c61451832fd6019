import type pg from 'pg'

/** One statement as it was sent, and how many answers had come back by then: the rest was pipelined. */
export interface Sent {
  query: string | { name?: string; text: string; values: unknown[] }
  after: number
  first_row: Record<string, unknown> | undefined
}

/** A pool that writes down what is sent through it, transaction by transaction. */
export function capturing(pool: pg.Pool): { pool: pg.Pool; taken: Sent[][] } {
  const taken: Sent[][] = []
  const wrapped = new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') {
        return async () => {
          const client = await target.connect()
          const sent: Sent[] = []
          taken.push(sent)
          let answered = 0
          return {
            async query(query: Sent['query']) {
              const entry: Sent = { query, after: answered, first_row: undefined }
              sent.push(entry)
              const result = await client.query(query as string)
              answered++
              entry.first_row = result.rows[0]
              return result
            },
            release: (broken?: Error) => client.release(broken),
          }
        }
      }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { pool: wrapped, taken }
}

type Piece = { text: string } | { of: string }
type Template = { whole: unknown } | { pieces: Piece[] }

/** What differs from one transaction to the next, by the name under which it is filled in. */
export type Filling = Record<string, string>

export interface Replay {
  statements: number
  round_trips: number
  run: (client: pg.PoolClient, filling: Filling) => Promise<void>
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

export interface Captured {
  /** Captured text to the name of its place. */
  known: ReadonlyMap<string, string>
  /** Identifiers that stay as they are. */
  constants: ReadonlySet<string>
  /** The captured visitor: the first statement that answered with it gives the replay its own. */
  ticket_id: string
  /** Makes identifiers for those that the transaction made itself. */
  fresh: () => string
}

/**
 * Sends the same statements with the same waits between them, for another agent and the visitor that the
 * replay itself was given: ids and names found in the parameters, inside JSON too, become places to fill.
 */
export function replayOf(sent: readonly Sent[], { known, constants, ticket_id, fresh }: Captured): Replay {
  const places = new Map(known)
  const source = sent.findIndex((entry) => entry.first_row?.id === ticket_id)
  const ticket = sent[source]?.first_row
  if (!ticket) throw new Error('no statement gave the visitor: the capture cannot be replayed')
  places.set(ticket_id, 'ticket_id')
  places.set(String(ticket.number), 'ticket_number')
  const answers = new Set(sent.flatMap((entry) => JSON.stringify(entry.first_row ?? {}).match(uuid) ?? []))
  let made = 0
  for (const { query } of sent) {
    for (const id of JSON.stringify(typeof query === 'string' ? '' : query.values).match(uuid) ?? []) {
      if (!places.has(id) && !answers.has(id) && !constants.has(id)) places.set(id, `made_${made++}`)
    }
  }
  const steps = sent.map(({ query, after }) =>
    typeof query === 'string'
      ? { after, name: undefined, text: query, values: [] }
      : {
          after,
          name: query.name,
          text: query.text,
          values: query.values.map((value) => templateOf(value, places)),
        },
  )
  return {
    statements: sent.length,
    round_trips: new Set(sent.map(({ after }) => after)).size,
    async run(client, given) {
      const filling = { ...given }
      for (let index = 0; index < made; index++) filling[`made_${index}`] = fresh()
      const answers: Promise<pg.QueryResult>[] = []
      let awaited = 0
      for (const [index, step] of steps.entries()) {
        while (awaited < step.after) await answers[awaited++]
        if (index > source && filling.ticket_id === undefined) {
          const row = (await answers[source]!).rows[0]
          filling.ticket_id = row.id
          filling.ticket_number = row.number
        }
        const answer = step.name
          ? client.query({
              name: step.name,
              text: step.text,
              values: step.values.map((value) => fill(value, filling)),
            })
          : client.query(step.text)
        answer.catch(() => {})
        answers.push(answer)
      }
      await Promise.all(answers)
    },
  }
}

function templateOf(value: unknown, places: ReadonlyMap<string, string>): Template {
  if (typeof value !== 'string') return { whole: value }
  let pieces: Piece[] = [{ text: value }]
  for (const [from, of] of places) {
    pieces = pieces.flatMap((piece) => {
      if ('of' in piece || !piece.text.includes(from)) return [piece]
      return piece.text
        .split(from)
        .flatMap((text, index): Piece[] => (index === 0 ? [{ text }] : [{ of }, { text }]))
    })
  }
  return pieces.length === 1 ? { whole: value } : { pieces }
}

function fill(template: Template, filling: Filling): unknown {
  if ('whole' in template) return template.whole
  let text = ''
  for (const piece of template.pieces) text += 'of' in piece ? filling[piece.of] : piece.text
  return text
}
