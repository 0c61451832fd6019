import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { invalid, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import { db } from '../../catalogue/queries.ts'
import { alertRuleChanged } from '../../events.ts'
import type { AlertRule, RuleInput } from '../contract.ts'
import { reminderHours, ruleKinds, thresholds, usualSeverity } from '../model.ts'
import { rulesOf } from '../queries/rules.ts'

/** Gives an organisation its five rules when it has none yet. */
export async function foundRules(ctx: Ctx): Promise<void> {
  const known = await db(ctx).selectFrom('stock.alert_rule').select('kind').execute()
  const missing = ruleKinds.filter((kind) => !known.some((row) => row.kind === kind))
  if (missing.length === 0) return
  await db(ctx)
    .insertInto('stock.alert_rule')
    .values(
      missing.map((kind) => ({
        tenant_id: ctx.tenant.id,
        id: newId(),
        kind,
        threshold: thresholds[kind].usual,
        severity: usualSeverity[kind],
        reminder_hours: reminderHours(usualSeverity[kind]),
        recipients: JSON.stringify([{ role: 'owner' }, { role: 'manager' }]),
        updated_at: ctx.now(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind']).doNothing())
    .execute()
}

/** Changes a rule's threshold, classes, urgency or recipients. */
export async function changeRule(ctx: Ctx, rule_id: string, input: RuleInput): Promise<AlertRule> {
  const rule = (await rulesOf(ctx)).find(({ id }) => id === rule_id)
  if (!rule) throw notFound('stock.alert_rule_unknown')
  const { least, most } = thresholds[rule.kind]
  if (input.threshold < least || input.threshold > most)
    throw invalid('platform.invalid_input', [{ path: 'body.threshold', code: 'out_of_range' }])
  await sql`update stock.alert_rule set active = ${input.active}, threshold = ${input.threshold}, classes = ${input.classes}::text[],
      severity = ${input.severity}, reminder_hours = ${input.reminder_hours}, recipients = ${JSON.stringify(input.recipients)}::jsonb,
      updated_at = ${ctx.now().toISOString()}::timestamptz
    where id = ${rule_id}::uuid`.execute(db(ctx))
  await emit(ctx, alertRuleChanged, { rule_id, kind: rule.kind })
  return (await rulesOf(ctx)).find(({ id }) => id === rule_id)!
}
