import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import type { AlertRule } from '../contract.ts'
import { ruleKinds, type RuleKind } from '../model.ts'

/** The organisation's rules, gravest first. */
export async function rulesOf(ctx: Ctx): Promise<AlertRule[]> {
  const rows = await db(ctx)
    .selectFrom('stock.alert_rule')
    .select(['id', 'kind', 'active', 'threshold', 'classes', 'severity', 'reminder_hours', 'recipients'])
    .execute()
  return rows
    .map((row) => ({ ...row, kind: row.kind as RuleKind }) as AlertRule)
    .toSorted((a, b) => ruleKinds.indexOf(a.kind) - ruleKinds.indexOf(b.kind))
}
