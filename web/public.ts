import './public.css'

/** Enhances the public pages, which are complete without it: keeps a visitor's page fresh and speaks up at their turn. */

const calm_ms = 30_000 // between two spoken changes of place
const silence_ms = 40_000 // the server says something every 15 s
const stale_ms = 60_000
const patience_ms = 3_000 // a server that restarts is no lost connection
const remark_ms = 10_000 // to read how the last act ended

const main = document.querySelector<HTMLElement>('main')

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  event.submitter?.setAttribute('aria-busy', 'true')
  // Somebody pressed "stop": the form must answer again.
  setTimeout(() => release(form), 15_000)
})
window.addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll<HTMLFormElement>('form[data-sent]').forEach(release)
})
function release(form: HTMLFormElement): void {
  delete form.dataset.sent
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy')
}

if (main?.dataset.stream && 'EventSource' in window) follow(main, main.dataset.stream)

if (main?.dataset.push && 'serviceWorker' in navigator && 'PushManager' in window) offerPush(main)

/** A button that has this browser told of the turn, also when the page is closed; nothing is asked before it is pressed. */
function offerPush(page: HTMLElement): void {
  const token = /^\/q\/([\w-]+)$/.exec(location.pathname)?.[1]
  const { push = '', pushOn = '', pushOff = '' } = page.dataset
  if (!token || Notification.permission === 'denied' || sessionStorage.getItem(`push ${token}`)) return
  const line = element('p', 'push')
  const button = document.createElement('button')
  button.className = 'quiet'
  button.textContent = push
  button.addEventListener('click', () => {
    button.disabled = true
    subscribePush(token).then(
      () => {
        sessionStorage.setItem(`push ${token}`, 'on')
        line.textContent = pushOn
      },
      () => (line.textContent = pushOff),
    )
  })
  line.setAttribute('role', 'status')
  line.append(button)
  page.after(line)
}

async function subscribePush(token: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused')
  const { key } = await (await fetch('/api/v1/web-push-key')).json()
  await navigator.serviceWorker.register('/sw.js')
  const worker = await navigator.serviceWorker.ready
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  })
  const { endpoint, keys } = subscription.toJSON()
  const answer = await fetch('/api/v1/visitor-subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, subscription: { endpoint, keys } }),
  })
  if (!answer.ok) throw new Error('refused')
}

function follow(page: HTMLElement, address: string): void {
  const offline = element('p', 'offline')
  const polite = element('div', 'vh', 'status')
  const urgent = element('div', 'vh', 'alert')
  const { offline: offline_text = '' } = page.dataset
  offline.hidden = true
  page.before(offline)
  document.body.append(polite, urgent)
  document.body.classList.add('following')
  // A remark on the last act must not come back when the page is opened again.
  if (location.search) history.replaceState(null, '', location.pathname)

  let source: EventSource | undefined
  const opened_at = Date.now()
  let pressed = false
  let shown = written(page)
  let heard_at = Date.now()
  let fresh_at = Date.now()
  let turn = turnOf(page)
  let said_at = Date.now()
  let said = sentenceOf(page)
  let saying: ReturnType<typeof setTimeout> | undefined
  let losing: ReturnType<typeof setTimeout> | undefined
  let moving: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let again = false
  const play = softSound()

  function connect(): void {
    source?.close()
    heard_at = Date.now()
    const line = new EventSource(address)
    source = line
    line.addEventListener('open', () => {
      heard()
      void refresh()
    })
    line.addEventListener('change', () => {
      heard()
      void refresh()
    })
    // The whole hall hears this at once: spread out what follows.
    line.addEventListener('place', () => {
      heard()
      moving ??= setTimeout(() => {
        moving = undefined
        void refresh()
      }, Math.random() * 1_000)
    })
    line.addEventListener('beat', heard)
    line.addEventListener('error', () => lose(patience_ms))
  }

  function heard(): void {
    heard_at = Date.now()
  }

  async function refresh(): Promise<void> {
    if (busy) {
      again = true
      return
    }
    busy = true
    try {
      const answer = await fetch(location.pathname, {
        cache: 'no-store',
        signal: AbortSignal.timeout(10_000),
      })
      if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status))
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'))
      fresh_at = Date.now()
      // What was on its way when the line was cut still arrives; the line is no better for it.
      if (navigator.onLine) found()
    } catch {
      lose(0)
    } finally {
      busy = false
    }
    if (again) {
      again = false
      void refresh()
    }
  }

  function found(): void {
    clearTimeout(losing)
    losing = undefined
    offline.hidden = true
    document.body.classList.remove('lost')
  }

  function lose(after_ms: number): void {
    losing ??= setTimeout(() => {
      const time = new Date(fresh_at).toLocaleTimeString(document.documentElement.lang, {
        hour: '2-digit',
        minute: '2-digit',
      })
      const text = offline_text.replace('{time}', time)
      if (offline.textContent !== text) offline.textContent = text
      offline.hidden = false
      document.body.classList.add('lost')
      losing = undefined
    }, after_ms)
  }

  function show(fresh: Document): void {
    const next = fresh.querySelector<HTMLElement>('main')
    // A form under way has priority: its answer is a page of its own.
    if (!next || page.querySelector('[data-sent]')) return
    // A button exchanged under the finger would lose the press.
    if (pressed) return void setTimeout(() => show(fresh), 300)
    document.title = fresh.title
    const now_written = written(next)
    if (now_written !== shown) {
      shown = now_written
      const remark = page.querySelector('.note')
      if (remark && Date.now() - opened_at < remark_ms) next.prepend(remark.cloneNode(true))
      replace(page, next)
    }
    announce()
    if (!next.dataset.stream) stop()
  }

  function announce(): void {
    const sentence = sentenceOf(page)
    const now_turn = turnOf(page)
    if (now_turn > turn) {
      // Once for each call: a second one would cut the first.
      clearTimeout(saying)
      saying = undefined
      said = sentence
      said_at = Date.now()
      urgent.textContent = `${sentence}.`
      navigator.vibrate?.([300, 150, 300])
      play()
    } else if (sentence !== said && saying === undefined) {
      saying = setTimeout(
        () => {
          saying = undefined
          said = sentenceOf(page)
          said_at = Date.now()
          polite.textContent = said
        },
        Math.max(0, said_at + calm_ms - Date.now()),
      )
    }
    turn = Math.max(turn, now_turn)
  }

  const watch = setInterval(() => {
    if (source?.readyState === EventSource.CLOSED || Date.now() - heard_at > silence_ms) {
      connect()
      void refresh()
    } else if (document.visibilityState === 'visible' && Date.now() - fresh_at > stale_ms) void refresh()
  }, patience_ms)
  const back = (): void => {
    if (document.visibilityState === 'hidden') return
    if (source?.readyState !== EventSource.OPEN) connect()
    void refresh()
  }
  const gone = (): void => lose(0)
  const press = (event: Event): void => void (pressed = event.type === 'pointerdown')
  for (const type of ['pointerdown', 'pointerup', 'pointercancel'])
    document.addEventListener(type, press, { passive: true })
  window.addEventListener('online', back)
  window.addEventListener('offline', gone)
  document.addEventListener('visibilitychange', back)

  function stop(): void {
    source?.close()
    clearInterval(watch)
    clearTimeout(moving)
    window.removeEventListener('online', back)
    window.removeEventListener('offline', gone)
    document.removeEventListener('visibilitychange', back)
    document.body.classList.remove('following')
  }

  connect()
}

/** The content without the forms' keys, which are new every time. */
function written(page: HTMLElement): string {
  return page.innerHTML.replace(/ value="[\w-]{27}"/g, '')
}

/** Which call this is, 0 while not called. */
function turnOf(page: HTMLElement): number {
  return Number(page.querySelector<HTMLElement>('[data-turn]')?.dataset.turn ?? 0)
}

function sentenceOf(page: HTMLElement): string {
  return page.querySelector<HTMLElement>('[data-say]')?.dataset.say ?? ''
}

function element(tag: string, name: string, role?: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  if (role) made.setAttribute('role', role)
  return made
}

/** Puts the new content in place and leaves the person where they were: focus, open parts, scroll. */
function replace(page: HTMLElement, next: HTMLElement): void {
  const marks = (root: HTMLElement) => [
    ...root.querySelectorAll<HTMLElement>('a[href],button,summary,input,details'),
  ]
  const key = (one: HTMLElement) =>
    `${one.tagName} ${one.closest('form')?.action ?? ''} ${one.getAttribute('href') ?? one.getAttribute('name') ?? ''}`
  const focused =
    page.contains(document.activeElement) && document.activeElement !== page
      ? key(document.activeElement as HTMLElement)
      : null
  const was_open = new Set([...page.querySelectorAll('details[open]')].map((one) => key(one as HTMLElement)))
  const top = window.scrollY
  page.replaceChildren(...next.childNodes)
  for (const one of marks(page)) {
    if (one instanceof HTMLDetailsElement && was_open.has(key(one))) one.open = true
  }
  if (focused !== null) {
    // What had the focus may be gone: then the page itself has it, not the top of the window.
    const successor = marks(page).find((one) => key(one) === focused) ?? page
    successor.focus({ preventScroll: true })
  }
  window.scrollTo(0, top)
}

/** Two soft notes, for who has touched the page: before that, browsers allow no sound and we want none. */
function softSound(): () => void {
  let context: AudioContext | undefined
  const open = (): void => {
    if (typeof AudioContext === 'function') context ??= new AudioContext()
  }
  for (const gesture of ['pointerup', 'keydown']) document.addEventListener(gesture, open, { once: true })
  return () => {
    if (!context) return
    void context.resume()
    for (const [at, pitch] of [
      [0, 660],
      [0.25, 880],
    ] as const) {
      const start = context.currentTime + at
      const tone = context.createOscillator()
      const volume = context.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0, start)
      volume.gain.linearRampToValueAtTime(0.25, start + 0.03)
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6)
      tone.connect(volume).connect(context.destination)
      tone.start(start)
      tone.stop(start + 0.65)
    }
  }
}
