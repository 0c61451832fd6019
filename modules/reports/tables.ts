// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Json, Timestamp } from '@guichet/platform/db'

export interface ReportsTables {
  'reports.log_line': {
    tenant_id: string
    report_id: string
    number: number
    at: Timestamp
    level: string
    code: string
    facts: Defaulted<Json>
  }
  'reports.model_answer': {
    tenant_id: string
    hash: string
    answer: Json
    at: Timestamp
  }
  'reports.report': {
    tenant_id: string
    id: string
    customer_id: string
    client_name: string
    language: string
    extract_method: string
    document_ids: string[]
    template_id: string | null
    template_version: number | null
    status: Defaulted<string>
    stage: string | null
    percent: Defaulted<number>
    fault: string | null
    method: string | null
    model: string | null
    content: Json | null
    file_sha256: string | null
    pdf_sha256: string | null
    attempt: Defaulted<number>
    log_count: Defaulted<number>
    held_by: string | null
    held_until: Timestamp | null
    created_by: string | null
    created_by_name: string | null
    created_at: Timestamp
    started_at: Timestamp | null
    ended_at: Timestamp | null
  }
  'reports.section_plan': {
    tenant_id: string
    language: string
    sections: Json
    updated_at: Timestamp
  }
  'reports.step': {
    tenant_id: string
    report_id: string
    kind: string
    key: string
    position: number
    input_hash: string
    status: string
    fault: string | null
    result: Json | null
    tries: Defaulted<number>
    started_at: Timestamp
    ended_at: Timestamp | null
  }
  'reports.template': {
    tenant_id: string
    id: string
    name: string
    version: number
    chosen: Defaulted<boolean>
    created_at: Timestamp
  }
  'reports.template_version': {
    tenant_id: string
    template_id: string
    version: number
    file_name: string
    sha256: string
    bytes: number
    tags: string[]
    created_by_name: string | null
    created_at: Timestamp
  }
}
