// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Generated, Timestamp } from '@guichet/platform/db'

export interface DocumentsTables {
  'documents.chunk': {
    tenant_id: string
    document_id: string
    from_byte: number
    bytes: number
    sha256: string
  }
  'documents.client_folder': {
    tenant_id: string
    name: string
    customer_id: string
    seen_at: Timestamp
  }
  'documents.document': {
    tenant_id: string
    id: string
    customer_id: string | null
    parent_id: string | null
    origin: Defaulted<string>
    folder_path: string | null
    folder_stamp: string | null
    name: string
    bytes: number
    received: Defaulted<number>
    sha256: string | null
    type: string | null
    status: string
    reason: string | null
    note: string | null
    method: Defaulted<string>
    pass: Defaulted<number>
    page_count: number | null
    reader: string | null
    created_by: string | null
    created_at: Defaulted<Timestamp>
    touched_at: Defaulted<Timestamp>
    read_at: Timestamp | null
  }
  'documents.limits': {
    tenant_id: string
    max_bytes: number
    max_pages: number
    max_pixels: number
    max_inflated_bytes: number
  }
  'documents.page': {
    tenant_id: string
    document_id: string
    page: number
    pass: number
    method: string
    reason: string | null
    confidence: number | null
    text: Defaulted<string>
    hidden: string | null
    image_sha256: string | null
    thumbnail_sha256: string | null
    words: Generated<string | null>
  }
  'documents.word': {
    tenant_id: string
    word: string
  }
}
