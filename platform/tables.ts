// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Generated, Json, Timestamp } from './db/tables-of.ts'

export interface PlatformTables {
  'platform.delivery': {
    tenant_id: string
    event_id: string
    subscriber: string
    at: Defaulted<Timestamp>
  }
  'platform.device': {
    tenant_id: string
    id: string
    site_id: string
    kind: string
    name: string
    token_hash: string
    settings: Defaulted<Json>
    created_at: Defaulted<Timestamp>
    last_seen_at: Timestamp | null
    revoked_at: Timestamp | null
  }
  'platform.device_pairing': {
    code: string
    secret_hash: string
    created_at: Defaulted<Timestamp>
    expires_at: Timestamp
    tenant_ref: string | null
    device_id: string | null
  }
  'platform.event': {
    tenant_id: string
    id: string
    seq: Generated<number>
    txid: Defaulted<string>
    at: Timestamp
    name: string
    site_id: string | null
    permission: string
    subject_id: string | null
    actor: Json
    payload: Json
    live: Json
    request_id: string
  }
  'platform.file_key': {
    tenant_id: string
    sealed: string
    created_at: Defaulted<Timestamp>
  }
  'platform.idempotency_key': {
    tenant_id: string
    actor: string
    route: string
    key: string
    fingerprint: string
    status: number | null
    answer: string | null
    created_at: Defaulted<Timestamp>
  }
  'platform.invitation': {
    tenant_id: string
    id: string
    email: string
    name: string | null
    role: string
    site_ids: string[] | null
    token_hash: string
    created_by: string | null
    created_at: Defaulted<Timestamp>
    expires_at: Timestamp
    accepted_at: Timestamp | null
    revoked_at: Timestamp | null
  }
  'platform.job_run': {
    tenant_id: string
    id: string
    task: string
    queue: string
    status: string
    attempt: Defaulted<number>
    max_attempts: number
    payload: Defaulted<Json>
    error: string | null
    started_at: Timestamp
    ended_at: Timestamp | null
    next_attempt_at: Timestamp | null
    job_key: string
  }
  'platform.membership': {
    tenant_id: string
    id: string
    user_id: string
    role: string
    site_ids: string[] | null
    status: Defaulted<string>
    created_at: Defaulted<Timestamp>
  }
  'platform.migration': {
    module: string
    name: string
    checksum: string
    applied_at: Defaulted<Timestamp>
  }
  'platform.schedule_run': {
    tenant_id: string
    schedule: string
    due_at: Timestamp
    created_at: Defaulted<Timestamp>
  }
  'platform.sign_in_attempt': {
    account_hash: string
    failures: number
    blocked_until: Timestamp | null
    last_at: Timestamp
  }
  'platform.tenant': {
    id: string
    tenant_id: Generated<string>
    slug: string
    ref: string
    name: string
    country: string
    currency: string
    time_zone: string
    locale: Defaulted<string>
    accent: Json | null
    modules: Defaulted<string[]>
    demo: Defaulted<boolean>
    created_at: Defaulted<Timestamp>
  }
}
