// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Timestamp } from '@guichet/platform/db'

export interface OrganisationTables {
  'organisation.agent': {
    tenant_id: string
    id: string
    user_id: string
    display_name: string
    status: Defaulted<string>
  }
  'organisation.agent_skill': {
    tenant_id: string
    agent_id: string
    service_id: string
  }
  'organisation.closure': {
    tenant_id: string
    id: string
    site_id: string
    day: string
    reason: string | null
  }
  'organisation.counter': {
    tenant_id: string
    id: string
    site_id: string
    name: string
    position: Defaulted<number>
    status: Defaulted<string>
  }
  'organisation.counter_service': {
    tenant_id: string
    counter_id: string
    service_id: string
    preference: Defaulted<number>
  }
  'organisation.customer': {
    tenant_id: string
    id: string
    name: string
    name_key: string
    phone: string | null
    email: string | null
    notes: string | null
    created_at: Defaulted<Timestamp>
  }
  'organisation.opening_hours': {
    tenant_id: string
    id: string
    site_id: string
    weekday: number
    opens_at: string
    closes_at: string
  }
  'organisation.service': {
    tenant_id: string
    id: string
    site_id: string
    name: string
    name_en: string | null
    prefix: string
    description: string | null
    icon: string | null
    photo_url: string | null
    expected_minutes: Defaulted<number>
    waiting_limit: number | null
    public: Defaulted<boolean>
    position: Defaulted<number>
    status: Defaulted<string>
  }
  'organisation.site': {
    tenant_id: string
    id: string
    name: string
    address: string | null
    phone: string | null
    time_zone: string
    day_starts_at: Defaulted<string>
    status: Defaulted<string>
    created_at: Defaulted<Timestamp>
  }
}
