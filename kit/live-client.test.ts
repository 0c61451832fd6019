import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { connectLive, type LiveEvent, type LiveState } from './live-client.ts'

/** The browser's own parts, as far as the client looks at them. */
class Line extends EventTarget {
  static all: Line[] = []
  readonly url: string
  said: string[] = []
  constructor(url: string) {
    super()
    this.url = url
    Line.all.push(this)
  }
  send(text: string) {
    this.said.push(text)
  }
  close(code = 1006) {
    this.dispatchEvent(Object.assign(new Event('close'), { code }))
  }
  tell(message: object) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const globals = globalThis as Record<string, unknown>

beforeEach(() => {
  Line.all = []
  Object.assign(globals, {
    window: new EventTarget(),
    document: page,
    location: { href: 'https://guichet.test/t/x' },
  })
  mock.timers.enable({ apis: ['setTimeout', 'Date'] })
})
afterEach(() => {
  mock.timers.reset()
  for (const name of ['window', 'document', 'location']) Reflect.deleteProperty(globals, name)
})

function connect() {
  const events: string[] = []
  const states: LiveState['kind'][] = []
  let resets = 0
  let joins = 0
  const line = connectLive({
    url: '/api/v1/tenants/x/live?site_id=s',
    open: (url) => new Line(url) as unknown as WebSocket,
    random: () => 1,
    onEvent: (event) => events.push(event.name),
    onReset: () => resets++,
    onJoined: () => joins++,
    onState: ({ kind }) => states.at(-1) !== kind && states.push(kind),
  })
  return { line, events, states, resets: () => resets, joins: () => joins }
}
const event = (cursor: string): LiveEvent => ({
  type: 'event',
  name: 'queue.ticket_called',
  site_id: 's',
  ids: {},
  facts: {},
  at: '',
  cursor,
})
const latest = () => Line.all.at(-1)!

test('opens, hears, answers pings, and closes for good', () => {
  const { line, events, states } = connect()
  assert.equal(latest().url, 'wss://guichet.test/api/v1/tenants/x/live?site_id=s')
  latest().tell({ type: 'hello', cursor: '7' })
  latest().tell(event('8'))
  latest().tell({ type: 'ping' })
  assert.deepEqual(events, ['queue.ticket_called'])
  assert.deepEqual(latest().said, ['{"type":"pong"}'])
  assert.deepEqual(states, ['resuming', 'live'])
  line.close()
  mock.timers.tick(120_000)
  assert.equal(Line.all.length, 1)
})

test('resumes from the last thing told, not from the newer greeting of a line that broke again', () => {
  connect()
  latest().tell({ type: 'hello', cursor: '7' })
  latest().tell(event('8'))
  latest().close()
  mock.timers.tick(500)
  assert.match(latest().url, /cursor=8$/)
  latest().tell({ type: 'hello', cursor: '20' })
  latest().close()
  mock.timers.tick(500)
  assert.match(latest().url, /cursor=8$/)
})

test('tells of the first greeting alone: later ones are followed by what was missed', () => {
  const { joins } = connect()
  assert.equal(joins(), 0)
  latest().tell({ type: 'hello', cursor: '7' })
  assert.equal(joins(), 1)
  latest().close()
  mock.timers.tick(500)
  latest().tell({ type: 'hello', cursor: '7' })
  assert.equal(joins(), 1)
})

test('is resuming at once, and stale after five seconds', () => {
  const { states } = connect()
  latest().tell({ type: 'hello', cursor: '1' })
  latest().close()
  assert.deepEqual(states, ['resuming', 'live', 'resuming'])
  mock.timers.tick(5_000)
  assert.equal(states.at(-1), 'stale')
  latest().tell({ type: 'hello', cursor: '1' })
  assert.equal(states.at(-1), 'live')
})

test('waits longer each time, up to half a minute', () => {
  connect()
  const gaps: number[] = []
  for (let round = 0; round < 8; round++) {
    const before = Line.all.length
    latest().close()
    let waited = 0
    while (Line.all.length === before) {
      mock.timers.tick(100)
      waited += 100
    }
    gaps.push(waited)
  }
  assert.deepEqual(gaps, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('a silent line is given up', () => {
  connect()
  latest().tell({ type: 'hello', cursor: '1' })
  mock.timers.tick(36_000)
  mock.timers.tick(500)
  assert.equal(Line.all.length, 2)
})

test('too much missed: everything is fetched again, from the new cursor', () => {
  const { resets } = connect()
  latest().tell({ type: 'hello', cursor: '1' })
  latest().tell({ type: 'reset', cursor: '900' })
  assert.equal(resets(), 1)
  latest().close()
  mock.timers.tick(500)
  assert.match(latest().url, /cursor=900$/)
})

test('a refusal is told, and not asked about again soon', () => {
  let refused = 0
  connectLive({
    url: '/live',
    open: (url) => new Line(url) as unknown as WebSocket,
    random: () => 1,
    onEvent: () => undefined,
    onReset: () => undefined,
    onRefused: () => refused++,
  })
  latest().close(4401)
  assert.equal(refused, 1)
  mock.timers.tick(29_000)
  assert.equal(Line.all.length, 1)
  mock.timers.tick(1_000)
  assert.equal(Line.all.length, 2)
})

test('coming back to the page does not wait for its turn', () => {
  connect()
  latest().close()
  page.dispatchEvent(new Event('visibilitychange'))
  assert.equal(Line.all.length, 2)
  mock.timers.tick(600)
  assert.equal(Line.all.length, 2)
})
