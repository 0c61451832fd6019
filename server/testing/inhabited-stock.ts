import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'

/** A row in every table of the stock module. */
export async function fillStock({ transaction: { db }, tenant, now }: Ctx): Promise<void> {
  const [supplier, location, product, packaging, lot, order, session, batch] = Array.from(
    { length: 8 },
    newId,
  )
  const add = (table: string, row: Record<string, unknown>) =>
    sql`insert into ${sql.table(`stock.${table}`)} (tenant_id, ${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
      values (${tenant.id}, ${sql.join(Object.values(row))})`.execute(db)
  const at = now()
  await add('setting', { negative_allowed: false })
  await add('supplier', { id: supplier, name: 'Comptoir du bâtiment', name_key: 'comptoir du batiment' })
  await add('location', { id: location, name: 'Boutique', name_key: 'boutique' })
  await add('product', {
    id: product,
    sku: 'CIM-50',
    name: 'Ciment 50 kg',
    name_key: 'ciment 50 kg',
    match_key: '50kgciment',
    unit: 'bag',
    category: 'Ciment',
    currency: 'XOF',
    supplier_id: supplier,
  })
  await add('packaging', { id: packaging, product_id: product, name: 'Palette', quantity: 40 })
  await add('barcode', { code: newId(), product_id: product, packaging_id: packaging })
  await add('lot', { id: lot, product_id: product, code: 'L1' })
  await add('valuation', { product_id: product })
  const movement = newId()
  await add('movement', {
    id: movement,
    product_id: product,
    location_id: location,
    lot_id: lot,
    kind: 'receipt',
    quantity: 40,
    at,
    recorded_at: at,
  })
  await add('movement_value', {
    movement_id: movement,
    product_id: product,
    value_minor: 0,
    quantity_after: 40,
    value_after_minor: 0,
  })
  await add('reservation', {
    id: newId(),
    product_id: product,
    location_id: location,
    quantity: 1,
    for_whom: 'Awa',
    created_at: at,
  })
  await add('order_sequence', { year: 2026, last_number: 1 })
  await add('purchase_order', {
    id: order,
    number: 'BC-2026-0001',
    supplier_id: supplier,
    location_id: location,
    currency: 'XOF',
    created_at: at,
  })
  await add('purchase_order_line', {
    id: newId(),
    order_id: order,
    position: 1,
    product_id: product,
    location_id: location,
    quantity: 40,
  })
  await add('receipt', { id: newId(), order_id: order, supplier_id: supplier, received_at: at })
  await add('count_session', { id: session, name: 'Rayon ciment', location_id: location, created_at: at })
  await add('count_line', { id: newId(), session_id: session, product_id: product, position: 1 })
  await add('import_batch', {
    id: batch,
    kind: 'stock',
    file_name: 'stock.csv',
    sha256: newId(),
    bytes: 10,
    status: 'read',
    encoding: 'utf-8',
    header_row: 1,
    headers: '[]',
    mapping: '{"columns":[],"mode":"replace","location_id":null}',
    row_count: 1,
    created_at: at,
  })
  await add('import_row', { batch_id: batch, row_number: 2, cells: '[]' })
  await add('demand_setting', { uses_feasts: true, updated_at: at })
  await add('feast_day', { feast: 'magal', calculated_day: '2026-08-01', first_day: '2026-08-02' })
  await add('demand_model', {
    version: 'x',
    learnt_on: '2026-01-01',
    learnt_at: at,
    series: 1,
    profile: [1, 1, 1, 1, 1, 1, 1],
    ratios: '[]',
    feast_effects: '[]',
  })
  const predicted = {
    product_id: product,
    location_id: location,
    abc: 'A',
    xyz: 'X',
    within_7: 0.5,
    within_14: 0.8,
  }
  await add('prediction', {
    ...predicted,
    version: 'x',
    predicted_at: at,
    day: '2026-01-01',
    ...Object.fromEntries(
      [
        'stock',
        'elsewhere',
        'arriving',
        'level',
        'smoothing',
        'per_day',
        'observed_days',
        'selling_days',
        'missing_days',
        'lead_days',
        'lead_deviation',
        'review_days',
        'service_level',
        'safety_stock',
        'reorder_point',
        'order_up_to',
        'order_quantity',
        'empty_days_28',
        'tracked_days_28',
        'lost_28',
        'sold_28',
        'sold_90',
      ].map((name) => [name, 1]),
    ),
    lead_observed: false,
  })
  await add('prediction_told', {
    ...predicted,
    day: '2026-01-01',
    replayed: false,
    version: 'x',
    stock: 1,
    arriving: 0,
    expected_14: 1,
    quantile_14: 3,
    out_within_7: false,
    out_within_14: true,
    sold_14: 2,
    scored_at: at,
  })
  const rule = newId()
  await add('alert_rule', {
    id: rule,
    kind: 'low_stock',
    threshold: 1,
    severity: 2,
    reminder_hours: 24,
    recipients: '[]',
    updated_at: at,
  })
  await add('alert_state', { evaluated_at: at, fed_by: 'nothing' })
  await add('alert_episode', {
    id: newId(),
    rule_id: rule,
    product_id: product,
    location_id: location,
    value: 1,
    last_value: 1,
    opened_at: at,
  })
  await add('alert_message', {
    id: newId(),
    rule_id: rule,
    occasion: 'opened',
    at,
    episode_ids: [newId()],
    open_count: 1,
    recipients: 0,
  })
  await add('report', {
    id: newId(),
    kind: 'weekly',
    from_day: '2026-01-05',
    to_day: '2026-01-11',
    created_at: at,
  })
  await add('report_setting', { recipients: '[]', updated_at: at })
}
