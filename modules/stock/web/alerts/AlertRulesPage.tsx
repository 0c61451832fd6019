import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import {
  Checkbox,
  Form,
  FormActions,
  NumberField,
  RadioGroup,
  SubmitButton,
  TextField,
  useForm,
} from '@guichet/kit/form'
import { Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type AlertRule, changeAlertRule, listAlertRules } from '../../alerts/contract.ts'

const roles = ['owner', 'admin', 'manager', 'agent'] as const
const classes = ['A', 'B', 'C'] as const
/** Shares are shown in per cent. */
const factorOf: Record<AlertRule['kind'], number> = {
  stock_out: 1,
  low_stock: 100,
  predicted_stock_out: 100,
  service_rate: 1,
  stale_data: 1,
}

/** When the organisation is told of what, and who is. */
export function AlertRulesPage() {
  const text = useText('stock')
  const { items } = useRead(listAlertRules, {})
  return (
    <Page
      title={text('alerts.rules_title')}
      note={text('alerts.rules_note')}
      back={{ to: '/stock/alerts', label: text('alerts.title') }}
      width="narrow"
    >
      <div className="grid gap-5">
        {items.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </div>
    </Page>
  )
}

function Rule({ rule }: { rule: AlertRule }) {
  const text = useText('stock')
  const may = usePermission('stock.setting.write')
  const factor = factorOf[rule.kind]
  const of_products = rule.kind !== 'service_rate' && rule.kind !== 'stale_data'
  const has = (name: (typeof classes)[number]) => rule.classes === null || rule.classes.includes(name)
  const form = useForm(changeAlertRule, {
    initial: {
      active: rule.active,
      threshold: Math.round(rule.threshold * factor) as number | null,
      severity: String(rule.severity),
      reminder_hours: rule.reminder_hours as number | null,
      class_A: has('A'),
      class_B: has('B'),
      class_C: has('C'),
      ...Object.fromEntries(
        roles.map((role) => [`role_${role}`, rule.recipients.some((one) => one.role === role)] as const),
      ),
      phone: rule.recipients.find(({ phone }) => phone)?.phone ?? '',
      email: rule.recipients.find(({ email }) => email)?.email ?? '',
    } as Values,
    input: (values) => {
      const chosen = classes.filter((name) => values[`class_${name}`])
      return {
        params: { alert_rule_id: rule.id },
        body: {
          active: values.active,
          threshold: (values.threshold ?? 0) / factor,
          classes: chosen.length === 0 || chosen.length === 3 ? null : chosen,
          severity: Number(values.severity),
          reminder_hours: values.reminder_hours ?? rule.reminder_hours,
          recipients: [
            ...roles.filter((role) => values[`role_${role}`]).map((role) => ({ role })),
            ...rule.recipients.filter(({ user_id }) => user_id),
            ...(values.phone ? [{ phone: values.phone.replaceAll(/\s/g, '') }] : []),
            ...(values.email ? [{ email: values.email }] : []),
          ],
        },
      }
    },
    onDone: () => toast({ text: text('alerts.saved'), tone: 'success' }),
  })
  return (
    <Card title={text(`alerts.kinds.${rule.kind}`)}>
      <Form form={form}>
        <Checkbox label={text('alerts.active')} {...form.field('active')} />
        {rule.kind !== 'stock_out' && (
          <NumberField label={text(`alerts.thresholds.${rule.kind}`)} {...form.field('threshold')} />
        )}
        <RadioGroup
          label={text('alerts.severity')}
          options={['1', '2', '3'].map((value) => ({ value, label: text(`alerts.severities.${value}`) }))}
          {...form.field('severity')}
        />
        <NumberField label={text('alerts.reminder')} {...form.field('reminder_hours')} />
        {of_products && (
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-sm font-medium">{text('alerts.classes')}</legend>
            {classes.map((name) => (
              <Checkbox
                key={name}
                label={text(`alerts.class_names.${name}`)}
                {...form.field(`class_${name}`)}
              />
            ))}
          </fieldset>
        )}
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-sm font-medium">{text('alerts.recipients')}</legend>
          {roles.map((role) => (
            <Checkbox key={role} label={text(`alerts.roles.${role}`)} {...form.field(`role_${role}`)} />
          ))}
        </fieldset>
        <TextField
          label={text('alerts.phone')}
          hint={text('alerts.phone_note')}
          type="tel"
          {...form.field('phone')}
        />
        <TextField label={text('report.email')} type="email" {...form.field('email')} />
        {may && (
          <FormActions>
            <SubmitButton form={form}>{text('alerts.save')}</SubmitButton>
          </FormActions>
        )}
      </Form>
    </Card>
  )
}

type Values = {
  active: boolean
  threshold: number | null
  severity: string
  reminder_hours: number | null
  phone: string
  email: string
} & Record<`class_${(typeof classes)[number]}` | `role_${(typeof roles)[number]}`, boolean>
