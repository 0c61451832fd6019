// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Timestamp } from '@guichet/platform/db'

export interface AnalyticsTables {
  'analytics.daily_report': {
    tenant_id: string
    id: string
    site_id: string
    local_day: string
    status: Defaulted<string>
    due_at: Timestamp
    made_at: Timestamp | null
    late: Defaulted<boolean>
    issued: number | null
    completed: number | null
    wait_p50_s: number | null
    wait_p90_s: number | null
    sha256: string | null
    bytes: number | null
    created_at: Timestamp
  }
  'analytics.day_sheet': {
    tenant_id: string
    site_id: string
    service_id: string
    agent_id: string
    local_day: string
    issued: number
    completed: number
    no_show: number
    cancelled: number
    expired: number
    transferred: number
    left_waiting: number
    left_after_sum_s: number
    arrivals: Buffer
    waits: Buffer
    services: Buffer
    passages: number
    passages_completed: number
    passages_no_show: number
    passages_transferred: number
    passages_parked: number
    passage_services: Buffer
    passage_service_sum_s: number
  }
  'analytics.passage_fact': {
    tenant_id: string
    ticket_id: string
    position: number
    site_id: string
    service_id: string
    agent_id: string | null
    local_day: string
    called_at: Timestamp
    ended_at: Timestamp | null
    ending: string
    service_s: number | null
  }
  'analytics.queue_metric': {
    tenant_id: string
    site_id: string
    at: Timestamp
    waiting: number
    called: number
    serving: number
    counters_open: number
    counters_paused: number
    longest_waiting_s: number | null
  }
  'analytics.rating_link': {
    tenant_id: string
    id: string
    ticket_id: string
    token_hash: string
    created_at: Timestamp
    expires_at: Timestamp
  }
  'analytics.report_reading': {
    tenant_id: string
    daily_report_id: string
    user_id: string
    read_at: Timestamp
  }
  'analytics.report_subscription': {
    tenant_id: string
    user_id: string
    site_id: string | null
    created_at: Timestamp
  }
  'analytics.satisfaction_alert': {
    tenant_id: string
    id: string
    site_id: string
    service_id: string
    bad: number
    latest: number
    opened_at: Timestamp
    closed_at: Timestamp | null
  }
  'analytics.satisfaction_day': {
    tenant_id: string
    site_id: string
    service_id: string
    local_day: string
    votes: number
    csat_1: number
    csat_2: number
    csat_3: number
    csat_4: number
    csat_5: number
    promoters: number
    passives: number
    detractors: number
    added_up_at: Timestamp
  }
  'analytics.satisfaction_setting': {
    tenant_id: string
    channels: Defaulted<string[]>
    ask_nps: Defaulted<boolean>
    ask_comment: Defaulted<boolean>
    ask_after_minutes: Defaulted<number>
    by_agent: Defaulted<boolean>
    alert_bad: Defaulted<number>
    alert_latest: Defaulted<number>
    updated_at: Timestamp
  }
  'analytics.ticket_fact': {
    tenant_id: string
    ticket_id: string
    number: string
    site_id: string
    service_id: string
    agent_id: string | null
    local_day: string
    hour: number
    status: string
    issued_at: Timestamp
    called_at: Timestamp | null
    started_at: Timestamp | null
    ended_at: Timestamp | null
    wait_s: number | null
    left_after_s: number | null
    service_s: number | null
    calls: number
    transfers: number
    last_seq: number
  }
  'analytics.vote': {
    tenant_id: string
    id: string
    ticket_id: string
    site_id: string
    service_id: string
    agent_id: string | null
    channel: string
    csat: number
    nps: number | null
    comment: string | null
    locale: string
    local_day: string
    cast_at: Timestamp
    demo: Defaulted<boolean>
  }
  'analytics.wait_target': {
    tenant_id: string
    site_id: string
    minutes: number
  }
}
