// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Json, Timestamp } from '@guichet/platform/db'

export interface QueueTables {
  'queue.call_turn': {
    tenant_id: string
    site_id: string
    preferred_taken: Defaulted<number>
    ordinary_taken: Defaulted<number>
    in_a_row: Defaulted<number>
    appointment_last: Defaulted<boolean>
  }
  'queue.counter_session': {
    tenant_id: string
    id: string
    site_id: string
    counter_id: string
    counter_name: string
    agent_id: string
    agent_name: string
    service_ids: string[]
    status: Defaulted<string>
    opened_at: Timestamp
    paused_at: Timestamp | null
    pause_reason: string | null
    closed_at: Timestamp | null
    returns_at: Timestamp | null
  }
  'queue.number_sequence': {
    tenant_id: string
    site_id: string
    service_id: string
    local_day: string
    last_number: number
  }
  'queue.quote': {
    tenant_id: string
    ticket_id: string
    site_id: string
    service_id: string
    given_at: Timestamp
    ahead: number
    counters: number
    method: string
    raw_p50_s: number
    raw_p90_s: number
    p50_s: number
    p90_s: number
    from_minutes: number
    to_minutes: number
    status: Defaulted<string>
    waited_s: number | null
    scored_at: Timestamp | null
    demo: Defaulted<boolean>
  }
  'queue.service_pace': {
    tenant_id: string
    service_id: string
    site_id: string
    mean_s: number
    cv: number
    n: number
    refreshed_at: Timestamp
  }
  'queue.site_pace': {
    tenant_id: string
    site_id: string
    turnaround_s: number
    passing_per_h: number
    p50_factor: Defaulted<number>
    p90_factor: Defaulted<number>
    scored_n: Defaulted<number>
    refreshed_at: Timestamp
    calibrated_at: Timestamp | null
  }
  'queue.site_setting': {
    tenant_id: string
    site_id: string
    calling_order: Defaulted<string>
    may_pick: Defaulted<boolean>
    public_join: Defaulted<boolean>
    voice_languages: Defaulted<string[]>
    undo_s: Defaulted<number>
    updated_at: Defaulted<Timestamp>
    ratio_priority: number | null
    ratio_ordinary: Defaulted<number>
    most_in_a_row: number | null
    longest_wait_min: Defaulted<number | null>
    tell_at_place: Defaulted<number | null>
  }
  'queue.ticket': {
    tenant_id: string
    id: string
    site_id: string
    service_id: string
    numbered_service_id: string
    local_day: string
    sequence: number
    number: string
    status: string
    priority: Defaulted<number>
    rank: number
    source: string
    customer_id: string | null
    visitor_name: string | null
    visitor_phone: string | null
    note: string | null
    locale: Defaulted<string>
    token_hash: string
    issued_at: Timestamp
    queued_at: Timestamp
    called_at: Timestamp | null
    calls: Defaulted<number>
    started_at: Timestamp | null
    paused_at: Timestamp | null
    paused_s: Defaulted<number>
    ended_at: Timestamp | null
    counter_id: string | null
    counter_name: string | null
    agent_id: string | null
    outcome: string | null
    arriving_at: Timestamp | null
    postponed: Defaulted<number>
    demo: Defaulted<boolean>
    appointment_at: Timestamp | null
    call_reason: Json | null
    channels: Defaulted<string[]>
    near_told_at: Timestamp | null
  }
  'queue.ticket_change': {
    tenant_id: string
    id: string
    ticket_id: string
    action: string
    before: Json
    at: Timestamp
    agent_id: string | null
    undone_at: Timestamp | null
    turn: Json | null
  }
  'queue.ticket_link': {
    tenant_id: string
    token_hash: string
    ticket_id: string
    made_at: Timestamp
  }
  'queue.wait_episode': {
    tenant_id: string
    id: string
    site_id: string
    service_id: string
    limit_minutes: number
    began_at: Timestamp
    ended_at: Timestamp | null
    longest_s: number
  }
  'queue.wait_limit': {
    tenant_id: string
    service_id: string
    site_id: string
    minutes: number
  }
}
