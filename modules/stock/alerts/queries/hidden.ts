import { sql } from 'kysely'

/** Out of stock says it all: what the same shelf was low on or feared before is not told beside it. */
export const hidden = sql<boolean>`(r.kind in ('low_stock', 'predicted_stock_out') and exists (
  select from stock.alert_episode h join stock.alert_rule k on k.tenant_id = h.tenant_id and k.id = h.rule_id and k.kind = 'stock_out'
  where h.tenant_id = e.tenant_id and h.product_id = e.product_id and h.location_id = e.location_id and h.resolved_at is null))`
