// Generated from the migrated database by `npm run db:types`. Do not edit.
import type { Defaulted, Generated, Json, Timestamp } from '@guichet/platform/db'

export interface StockTables {
  'stock.alert_episode': {
    tenant_id: string
    id: Defaulted<string>
    rule_id: string
    product_id: string | null
    location_id: string | null
    value: number
    last_value: number
    opened_at: Timestamp
    clear_since: Timestamp | null
    resolved_at: Timestamp | null
    flaps: Defaulted<number>
    acknowledged_at: Timestamp | null
    acknowledged_by: string | null
    snoozed_until: Timestamp | null
    told_at: Timestamp | null
    reminded_at: Timestamp | null
    reminders: Defaulted<number>
    escalated_at: Timestamp | null
    previous_id: string | null
  }
  'stock.alert_message': {
    tenant_id: string
    id: string
    rule_id: string
    occasion: string
    at: Timestamp
    episode_ids: string[]
    open_count: number
    recipients: number
    message_ids: Defaulted<string[]>
    failures: Defaulted<number>
    failure_reason: string | null
  }
  'stock.alert_rule': {
    tenant_id: string
    id: string
    kind: string
    active: Defaulted<boolean>
    threshold: number
    classes: string[] | null
    severity: number
    reminder_hours: number
    recipients: Json
    updated_at: Timestamp
  }
  'stock.alert_state': {
    tenant_id: string
    evaluated_at: Timestamp
    full_at: Timestamp | null
    fed_by: string
    fed_at: Timestamp | null
    stale_since: Timestamp | null
  }
  'stock.balance': {
    tenant_id: string
    product_id: string
    location_id: string
    on_hand: Defaulted<string>
    reserved: Defaulted<string>
    incoming: Defaulted<string>
    changed_at: Timestamp
    reorder_point: string | null
    within_7: number | null
    within_14: number | null
    abc: string | null
    predicted_at: Timestamp | null
  }
  'stock.barcode': {
    tenant_id: string
    code: string
    product_id: string
    packaging_id: string | null
  }
  'stock.count_line': {
    tenant_id: string
    id: string
    session_id: string
    product_id: string
    position: number
    counted: string | null
    counted_at: Timestamp | null
    counted_by: string | null
    revision: Defaulted<number>
    difference: string | null
  }
  'stock.count_session': {
    tenant_id: string
    id: string
    name: string
    location_id: string
    status: Defaulted<string>
    created_at: Timestamp
    ended_at: Timestamp | null
  }
  'stock.demand_model': {
    tenant_id: string
    version: string
    learnt_on: string
    learnt_at: Timestamp
    series: number
    profile: number[]
    ratios: Json
    feast_effects: Json
  }
  'stock.demand_setting': {
    tenant_id: string
    service_level: Defaulted<number>
    uses_feasts: boolean
    updated_at: Timestamp
  }
  'stock.feast_day': {
    tenant_id: string
    feast: string
    calculated_day: string
    first_day: string
  }
  'stock.import_batch': {
    tenant_id: string
    id: string
    kind: string
    file_name: string
    sha256: string
    bytes: number
    status: string
    encoding: string
    delimiter: string | null
    sheet: string | null
    header_row: number
    headers: Json
    mapping: Json
    row_count: number
    doubtful_count: Defaulted<number>
    refused_count: Defaulted<number>
    summary: Defaulted<Json>
    created_at: Timestamp
    created_by: string | null
    applied_at: Timestamp | null
    undone_at: Timestamp | null
  }
  'stock.import_row': {
    tenant_id: string
    batch_id: string
    row_number: number
    cells: Json
    understood: Json | null
    remarks: Defaulted<Json>
    worst: string | null
    product_id: string | null
    decision: Json | null
    identity: string | null
    applied: Defaulted<boolean>
  }
  'stock.location': {
    tenant_id: string
    id: string
    name: string
    name_key: string
    kind: Defaulted<string>
    site_id: string | null
    active: Defaulted<boolean>
    created_at: Defaulted<Timestamp>
  }
  'stock.lot': {
    tenant_id: string
    id: string
    product_id: string
    code: string
    expires_on: string | null
    created_at: Defaulted<Timestamp>
  }
  'stock.lot_balance': {
    tenant_id: string
    lot_id: string
    location_id: string
    product_id: string
    on_hand: Defaulted<string>
  }
  'stock.movement': {
    tenant_id: string
    id: string
    product_id: string
    location_id: string
    kind: string
    quantity: string
    refused_quantity: Defaulted<string>
    at: Timestamp
    recorded_at: Timestamp
    unit_cost_minor: string | null
    amount_minor: string | null
    lot_id: string | null
    document_id: string | null
    reference: string | null
    reason: string | null
    source: Defaulted<string>
    actor_id: string | null
    reverses_id: string | null
  }
  'stock.movement_value': {
    tenant_id: string
    movement_id: string
    product_id: string
    value_minor: string
    quantity_after: string
    value_after_minor: string
  }
  'stock.order_sequence': {
    tenant_id: string
    year: number
    last_number: number
  }
  'stock.packaging': {
    tenant_id: string
    id: string
    product_id: string
    name: string
    quantity: string
    for_orders: Defaulted<boolean>
  }
  'stock.prediction': {
    tenant_id: string
    product_id: string
    location_id: string
    version: string
    predicted_at: Timestamp
    day: string
    stock: string
    elsewhere: string
    arriving: string
    level: number
    smoothing: number
    per_day: number
    feast_effects: number[] | null
    observed_days: number
    selling_days: number
    missing_days: number
    within_7: number
    within_14: number
    out_pessimistic: string | null
    out_median: string | null
    out_optimistic: string | null
    lead_days: number
    lead_deviation: number
    lead_observed: boolean
    review_days: number
    service_level: number
    safety_stock: string
    reorder_point: string
    order_up_to: string
    order_quantity: string
    order_packs: string | null
    pack_id: string | null
    abc: string
    xyz: string
    empty_days_28: number
    tracked_days_28: number
    lost_28: number
    sold_28: number
    sold_90: number
  }
  'stock.prediction_told': {
    tenant_id: string
    product_id: string
    location_id: string
    day: string
    replayed: boolean
    version: string
    abc: string
    xyz: string
    stock: string
    arriving: string
    expected_14: number
    quantile_14: number
    within_7: number
    within_14: number
    out_within_7: boolean | null
    out_within_14: boolean | null
    sold_14: number | null
    scored_at: Timestamp | null
  }
  'stock.product': {
    tenant_id: string
    id: string
    sku: string
    name: string
    name_key: string
    match_key: string
    unit: string
    decimals: Defaulted<number>
    category: string | null
    currency: string
    price_minor: Defaulted<number>
    cost_minor: Defaulted<string>
    supplier_id: string | null
    tracks_lots: Defaulted<boolean>
    active: Defaulted<boolean>
    created_at: Defaulted<Timestamp>
    updated_at: Defaulted<Timestamp>
  }
  'stock.purchase_order': {
    tenant_id: string
    id: string
    number: string
    supplier_id: string
    location_id: string
    status: Defaulted<string>
    currency: string
    notes: string | null
    created_at: Timestamp
    sent_at: Timestamp | null
    expected_on: string | null
    first_received_at: Timestamp | null
    ended_at: Timestamp | null
  }
  'stock.purchase_order_line': {
    tenant_id: string
    id: string
    order_id: string
    position: number
    product_id: string
    location_id: string
    packaging_id: string | null
    quantity: string
    received: Defaulted<string>
    unit_cost_minor: Defaulted<string>
    expected_on: string | null
    completed_at: Timestamp | null
    due: Defaulted<boolean>
    outstanding: Generated<string>
  }
  'stock.receipt': {
    tenant_id: string
    id: string
    order_id: string
    supplier_id: string
    received_at: Timestamp
    reference: string | null
  }
  'stock.report': {
    tenant_id: string
    id: string
    kind: string
    from_day: string
    to_day: string
    asked_by: string | null
    created_at: Timestamp
    status: Defaulted<string>
    figures: Json | null
    pdf_sha256: string | null
    xlsx_sha256: string | null
    message_ids: Defaulted<string[]>
  }
  'stock.report_setting': {
    tenant_id: string
    daily: Defaulted<boolean>
    weekly: Defaulted<boolean>
    monthly: Defaulted<boolean>
    recipients: Json
    updated_at: Timestamp
  }
  'stock.reservation': {
    tenant_id: string
    id: string
    product_id: string
    location_id: string
    quantity: string
    for_whom: string
    status: Defaulted<string>
    created_at: Timestamp
    ended_at: Timestamp | null
  }
  'stock.setting': {
    tenant_id: string
    valuation: Defaulted<string>
    negative_allowed: Defaulted<boolean>
    updated_at: Defaulted<Timestamp>
  }
  'stock.supplier': {
    tenant_id: string
    id: string
    name: string
    name_key: string
    phone: string | null
    email: string | null
    promised_lead_days: Defaulted<number>
    review_days: Defaulted<number>
    minimum_order_minor: Defaulted<number>
    notes: string | null
    active: Defaulted<boolean>
    created_at: Defaulted<Timestamp>
  }
  'stock.valuation': {
    tenant_id: string
    product_id: string
    method: Defaulted<string>
    quantity: Defaulted<string>
    value_minor: Defaulted<string>
    layers: Defaulted<Json>
    unit_cost_minor: Defaulted<string>
    last_at: Timestamp | null
  }
}
