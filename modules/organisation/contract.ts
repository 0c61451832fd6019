import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'

/** Pages refuse a wrong number before it is sent, by the same rule. */
export { normalisePhone } from './model/person.ts'

/** One line, or several, that PostgreSQL can store: no control characters but tab and line breaks. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u)
const prose = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^(?:[^\p{Cc}]|[\t\n\r])*$/u)
const Status = z.enum(['active', 'archived'])
/** `08:30`; `24:00` ends an interval at midnight. */
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const EndOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
const Position = z.int().min(0).max(10_000)
const Phone = z
  .string()
  .trim()
  .min(6)
  .max(24)
  .regex(/^[+\d][\d ().-]*$/)
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())

export const Site = z.object({
  id: z.uuid(),
  name: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  time_zone: z.string(),
  /** Local time at which ticket numbers begin again. */
  day_starts_at: z.string(),
  status: Status,
})
export type Site = z.infer<typeof Site>

export const Service = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  name: z.string(),
  name_en: z.string().nullable(),
  prefix: z.string(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  photo_url: z.string().nullable(),
  expected_minutes: z.int(),
  waiting_limit: z.int().nullable(),
  public: z.boolean(),
  position: z.int(),
  status: Status,
})
export type Service = z.infer<typeof Service>

export const Counter = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  name: z.string(),
  position: z.int(),
  status: Status,
  /** In order of preference; empty means every active service of the site. */
  service_ids: z.array(z.uuid()),
})
export type Counter = z.infer<typeof Counter>

export const Agent = z.object({
  user_id: z.uuid(),
  display_name: z.string(),
  role: z.string().nullable(),
  /** Services the person is able to give; empty means all those of the counter. */
  service_ids: z.array(z.uuid()),
})
export type Agent = z.infer<typeof Agent>

export const Customer = z.object({
  id: z.uuid(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  notes: z.string().nullable(),
  created_at: z.string(),
})
export type Customer = z.infer<typeof Customer>

/** Weekdays as in ISO 8601: Monday is 1. Times are those of the site's clocks. */
export const Interval = z.object({
  weekday: z.int().min(1).max(7),
  opens_at: TimeOfDay,
  closes_at: EndOfDay,
})
export type Interval = z.infer<typeof Interval>

export const Closure = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  day: z.string(),
  reason: z.string().nullable(),
})
export type Closure = z.infer<typeof Closure>

/** Whether a site receives people. */
export interface Opening {
  open: boolean
  /** The end of the current interval; null when closed, or when no end is in sight. */
  closes_at: Date | null
  /** The next opening when closed; null when open, or when none comes within a year. */
  next_opens_at: Date | null
  /** Open although the hours say closed, because a demonstration must work at night too. */
  demo: boolean
}

const site_params = z.object({ site_id: z.uuid() })
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

export const listSites = endpoint({
  method: 'GET',
  path: '/sites',
  permission: ['member', 'device'],
  summary: 'Sites that the caller may see, archived ones last.',
  reply: listOf(Site),
})
export const createSite = endpoint({
  method: 'POST',
  path: '/sites',
  permission: 'organisation.site.write',
  summary: 'Adds a place that receives people.',
  body: z.object({
    name: line(120),
    address: prose(300).nullable().default(null),
    phone: Phone.nullable().default(null),
    time_zone: z.string().max(64).optional(),
    day_starts_at: TimeOfDay.default('00:00'),
  }),
  reply: Site,
  status: 201,
  errors: ['organisation.time_zone_unknown', 'organisation.all_sites_needed'],
})
export const changeSite = endpoint({
  method: 'PATCH',
  path: '/sites/:site_id',
  permission: 'organisation.site.write',
  summary: 'Changes a site; archiving it takes it out of every list of choices.',
  params: site_params,
  body: z.object({
    name: line(120).optional(),
    address: prose(300).nullable().optional(),
    phone: Phone.nullable().optional(),
    time_zone: z.string().max(64).optional(),
    day_starts_at: TimeOfDay.optional(),
    status: Status.optional(),
  }),
  reply: Site,
  errors: ['organisation.site_unknown', 'organisation.time_zone_unknown'],
})

export const readHours = endpoint({
  method: 'GET',
  path: '/sites/:site_id/hours',
  permission: ['member', 'device'],
  summary: 'Opening hours of a usual week; without any, the site is always open.',
  params: site_params,
  reply: listOf(Interval),
  errors: ['organisation.site_unknown'],
})
export const setHours = endpoint({
  method: 'PUT',
  path: '/sites/:site_id/hours',
  permission: 'organisation.site.write',
  summary: 'Replaces the opening hours of the week.',
  params: site_params,
  body: z.object({ items: z.array(Interval).max(70) }),
  reply: listOf(Interval),
  errors: ['organisation.site_unknown', 'organisation.hours_overlap'],
})
export const listClosures = endpoint({
  method: 'GET',
  path: '/sites/:site_id/closures',
  permission: ['member', 'device'],
  summary: 'Days on which the site stays closed, from yesterday on.',
  params: site_params,
  reply: listOf(Closure),
  errors: ['organisation.site_unknown'],
})
export const createClosure = endpoint({
  method: 'POST',
  path: '/sites/:site_id/closures',
  permission: 'organisation.site.write',
  summary: 'Closes the site for one day; the same day again replaces the reason.',
  params: site_params,
  body: z.object({ day: z.iso.date().regex(/^20/), reason: line(120).nullable().default(null) }),
  reply: Closure,
  status: 201,
  errors: ['organisation.site_unknown'],
})
export const removeClosure = endpoint({
  method: 'DELETE',
  path: '/sites/:site_id/closures/:closure_id',
  permission: 'organisation.site.write',
  summary: 'Opens the site again on that day.',
  params: z.object({ site_id: z.uuid(), closure_id: z.uuid() }),
  reply: z.object({ removed: z.boolean() }),
  errors: ['organisation.site_unknown', 'organisation.closure_unknown'],
})

const service_fields = {
  name: line(80),
  name_en: line(80).nullable(),
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{1,3}$/),
  description: prose(500).nullable(),
  icon: z
    .string()
    .max(40)
    .regex(/^[a-z0-9-]+$/)
    .nullable(),
  photo_url: z
    .url({ protocol: /^https$/ })
    // What a URL parser forgives, PostgreSQL may not be able to store.
    .regex(/^[^\s\p{Cc}]*$/u)
    .max(500)
    .nullable(),
  expected_minutes: z.int().min(1).max(480),
  waiting_limit: z.int().min(1).max(10_000).nullable(),
  public: z.boolean(),
  position: Position,
}
const site_query = z.object({ site_id: z.uuid().optional(), status: Status.optional() })

export const listServices = endpoint({
  method: 'GET',
  path: '/services',
  permission: ['member', 'device'],
  summary: 'Services, of one site or of all, in the order in which they are shown.',
  query: site_query,
  reply: listOf(Service),
  errors: ['organisation.site_unknown'],
})
export const createService = endpoint({
  method: 'POST',
  path: '/services',
  permission: 'organisation.service.write',
  summary: 'Adds something people come for.',
  body: z.object({
    site_id: z.uuid(),
    name: service_fields.name,
    name_en: service_fields.name_en.default(null),
    prefix: service_fields.prefix,
    description: service_fields.description.default(null),
    icon: service_fields.icon.default(null),
    photo_url: service_fields.photo_url.default(null),
    expected_minutes: service_fields.expected_minutes.default(10),
    waiting_limit: service_fields.waiting_limit.default(null),
    public: z.boolean().default(true),
    position: Position.optional(),
  }),
  reply: Service,
  status: 201,
  errors: ['organisation.site_unknown', 'organisation.prefix_taken'],
})
export const changeService = endpoint({
  method: 'PATCH',
  path: '/services/:service_id',
  permission: 'organisation.service.write',
  summary: 'Changes a service; archiving it stops new tickets and keeps its history.',
  params: z.object({ service_id: z.uuid() }),
  body: z.object(service_fields).partial().extend({ status: Status.optional() }),
  reply: Service,
  errors: ['organisation.service_unknown', 'organisation.prefix_taken'],
})

export const listCounters = endpoint({
  method: 'GET',
  path: '/counters',
  permission: ['member', 'device'],
  summary: 'Counters, of one site or of all, in the order in which they stand.',
  query: site_query,
  reply: listOf(Counter),
  errors: ['organisation.site_unknown'],
})
export const createCounter = endpoint({
  method: 'POST',
  path: '/counters',
  permission: 'organisation.counter.write',
  summary: 'Adds a counter; without services it gives all those of the site.',
  body: z.object({
    site_id: z.uuid(),
    name: line(40),
    position: Position.optional(),
    service_ids: z.array(z.uuid()).max(100).default([]),
  }),
  reply: Counter,
  status: 201,
  errors: ['organisation.site_unknown', 'organisation.service_unknown', 'organisation.counter_name_taken'],
})
export const changeCounter = endpoint({
  method: 'PATCH',
  path: '/counters/:counter_id',
  permission: 'organisation.counter.write',
  summary: 'Changes a counter, the services it gives and their order of preference.',
  params: z.object({ counter_id: z.uuid() }),
  body: z.object({
    name: line(40).optional(),
    position: Position.optional(),
    status: Status.optional(),
    service_ids: z.array(z.uuid()).max(100).optional(),
  }),
  reply: Counter,
  errors: ['organisation.counter_unknown', 'organisation.service_unknown', 'organisation.counter_name_taken'],
})

export const listAgents = endpoint({
  method: 'GET',
  path: '/agents',
  permission: 'member',
  summary: 'People who may stand behind a counter, and what they are able to do there.',
  reply: listOf(Agent),
})
export const setAgent = endpoint({
  method: 'PUT',
  path: '/agents/:user_id',
  permission: 'organisation.agent.write',
  summary: 'Says how colleagues see a person and which services the person is able to give.',
  params: z.object({ user_id: z.uuid() }),
  body: z.object({ display_name: line(80), service_ids: z.array(z.uuid()).max(100).default([]) }),
  reply: Agent,
  errors: ['organisation.agent_unknown', 'organisation.service_unknown'],
})

export const listCustomers = endpoint({
  method: 'GET',
  path: '/customers',
  permission: 'organisation.customer.read',
  summary: 'Customers, newest first; `search` takes the beginning of a name or of a phone number.',
  query: z.object({
    ...PageQuery,
    search: z
      .string()
      .trim()
      .max(80)
      .regex(/^[^\p{Cc}]*$/u)
      .optional(),
  }),
  reply: pageOf(Customer),
})
export const createCustomer = endpoint({
  method: 'POST',
  path: '/customers',
  permission: 'organisation.customer.write',
  summary: 'Adds a customer.',
  body: z.object({
    name: line(120),
    phone: Phone.nullable().default(null),
    email: Email.nullable().default(null),
    notes: prose(2_000).nullable().default(null),
  }),
  reply: Customer,
  status: 201,
  errors: ['organisation.phone_invalid', 'organisation.phone_taken'],
})
export const readCustomer = endpoint({
  method: 'GET',
  path: '/customers/:customer_id',
  permission: 'organisation.customer.read',
  summary: 'One customer.',
  params: z.object({ customer_id: z.uuid() }),
  reply: Customer,
  errors: ['organisation.customer_unknown'],
})
export const changeCustomer = endpoint({
  method: 'PATCH',
  path: '/customers/:customer_id',
  permission: 'organisation.customer.write',
  summary: 'Changes what is known of a customer.',
  params: z.object({ customer_id: z.uuid() }),
  body: z.object({
    name: line(120).optional(),
    phone: Phone.nullable().optional(),
    email: Email.nullable().optional(),
    notes: prose(2_000).nullable().optional(),
  }),
  reply: Customer,
  errors: ['organisation.customer_unknown', 'organisation.phone_invalid', 'organisation.phone_taken'],
})

export const Accent = z.object({ light: z.string(), dark: z.string() })
export const Organisation = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  country: z.enum(['SN', 'FR']),
  currency: z.enum(['XOF', 'EUR']),
  time_zone: z.string(),
  locale: z.enum(['fr', 'en']),
  accent: Accent.nullable(),
  modules: z.array(z.string()),
  demo: z.boolean(),
})
export type Organisation = z.infer<typeof Organisation>

export const readOrganisation = endpoint({
  method: 'GET',
  path: '/organisation',
  permission: ['member', 'device'],
  summary: 'The organisation: name, language, colour, country.',
  reply: Organisation,
})
export const changeOrganisation = endpoint({
  method: 'PATCH',
  path: '/organisation',
  permission: 'organisation.tenant.write',
  summary: 'Changes name, language or colour; the colour is made readable on light and dark pages.',
  body: z.object({
    name: line(120).optional(),
    locale: z.enum(['fr', 'en']).optional(),
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .nullable()
      .optional(),
  }),
  reply: Organisation,
})

/** What an organisation does: chooses its first services. */
export const organisationKinds = [
  'town_hall',
  'vehicle_inspection',
  'medical_practice',
  'agency',
  'shop',
] as const
export const OrganisationKind = z.enum(organisationKinds)
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const readInstallation = endpoint({
  method: 'GET',
  path: '/installation',
  scope: 'global',
  permission: 'public',
  summary: 'Whether this installation is new, a demonstration, and open to a new organisation.',
  reply: z.object({ empty: z.boolean(), demo: z.boolean(), may_create: z.boolean() }),
  transaction: false,
})
export const createOrganisation = endpoint({
  method: 'POST',
  path: '/organisations',
  scope: 'global',
  permission: 'public',
  summary: 'Founds an organisation with its first site, services and counters, and signs its owner in.',
  body: z.object({
    name: line(120),
    kind: OrganisationKind,
    country: z.enum(['SN', 'FR']),
    locale: z.enum(['fr', 'en']).default('fr'),
    time_zone: z.string().max(64).optional(),
    site_name: line(120).optional(),
    address: prose(300).nullable().default(null),
    counters: z.int().min(1).max(20).default(2),
    owner: z.object({ name: line(120), email: Email, password: z.string().min(10).max(128) }),
  }),
  reply: z.object({ slug: z.string(), site_id: z.uuid() }),
  status: 201,
  errors: [
    'organisation.creation_closed',
    'organisation.slug_taken',
    'organisation.time_zone_unknown',
    'platform.password_too_common',
    'platform.wrong_credentials',
  ],
  rate_limit: 10,
  transaction: false,
})
