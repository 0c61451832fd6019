// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Generated, Json, Timestamp } from './db/tables-of.ts'

export interface PlatformTables {
  'platform.channel_setting': {
    tenant_id: string
    channel: string
    enabled: Defaulted<boolean>
    price: Defaulted<string>
    daily_cap: number | null
    monthly_budget: string | null
  }
  'platform.channel_use': {
    tenant_id: string
    channel: string
    day: string
    sent: Defaulted<number>
    simulated: Defaulted<number>
    cost: Defaulted<string>
  }
  'platform.contact_channel': {
    tenant_id: string
    channel: string
    address: string
    opted_in_at: Timestamp | null
    opted_in_by: string | null
    opted_out_at: Timestamp | null
    opted_out_by: string | null
    heard_at: Timestamp | null
    refused_at: Timestamp | null
    refused_reason: string | null
  }
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
  'platform.early_key': {
    actor: string
    route: string
    key: string
    fingerprint: string
    status: number | null
    answer: string | null
    created_at: Defaulted<Timestamp>
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
    mail_token_hash: string | null
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
  'platform.member_preference': {
    tenant_id: string
    user_id: string
    phone: string | null
    channels: string[] | null
    quiet_from: string | null
    quiet_to: string | null
    updated_at: Timestamp
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
  'platform.message': {
    tenant_id: string
    id: string
    notice: string
    key: string
    site_id: string | null
    audience: string
    urgency: string
    consent: string
    recipient_kind: string
    recipient_id: string | null
    page_hash: string | null
    phone: string | null
    email: string | null
    locale: string
    consented: Defaulted<string[]>
    facts: Json
    channels: string[]
    status: Defaulted<string>
    status_at: Timestamp
    channel: string | null
    given_up: Defaulted<string[]>
    attempt: Defaulted<number>
    outcome_known: Defaulted<boolean>
    attempted_at: Timestamp | null
    address: string | null
    title: string | null
    body: string | null
    vendor: string | null
    vendor_id: string | null
    reason: string | null
    parts: Defaulted<number>
    cost: Defaulted<string>
    next_at: Timestamp
    expires_at: Timestamp
    unsubscribe_hash: string | null
    created_at: Timestamp
  }
  'platform.message_attachment': {
    tenant_id: string
    id: string
    message_id: string
    sha256: string
    name: string
    type: string
  }
  'platform.message_receipt': {
    tenant_id: string
    vendor: string
    receipt_id: string
    at: Timestamp
  }
  'platform.message_step': {
    tenant_id: string
    id: string
    message_id: string
    at: Timestamp
    status: string
    channel: string | null
    reason: string | null
    detail: string | null
  }
  'platform.message_template': {
    tenant_id: string
    id: string
    notice: string
    channel: string
    locale: string
    title: string | null
    body: string
    content_sid: string | null
    updated_at: Timestamp
  }
  'platform.migration': {
    module: string
    name: string
    checksum: string
    applied_at: Defaulted<Timestamp>
  }
  'platform.notification_setting': {
    tenant_id: string
    quiet_from: Defaulted<string>
    quiet_to: Defaulted<string>
  }
  'platform.push_subscription': {
    tenant_id: string
    id: string
    channel: string
    user_id: string | null
    page_hash: string | null
    endpoint_hash: string
    sealed: string
    created_at: Timestamp
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
  'platform.vendor_account': {
    tenant_id: string
    vendor: string
    sealed: string
    updated_at: Timestamp
  }
  'platform.vendor_health': {
    tenant_id: string
    vendor: string
    failures: Defaulted<number>
    open_until: Timestamp | null
    last_failure_at: Timestamp | null
    last_failure: string | null
    last_success_at: Timestamp | null
  }
}
