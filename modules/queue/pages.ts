import type { PageRoute } from '@guichet/platform/pages'
import { takeTicket } from './pages/join.ts'
import { landingPage } from './pages/landing.ts'
import { placePage } from './pages/place.ts'
import { visitorStream } from './pages/visitor-stream.ts'
import { visitorPage } from './pages/visitor.ts'
import { visitorSteps } from './pages/visitor-steps.ts'

/** What visitors open on their phone: no account, no script needed. */
export const pages: PageRoute[] = [
  landingPage,
  placePage,
  takeTicket,
  visitorPage,
  ...visitorSteps,
  visitorStream,
]
