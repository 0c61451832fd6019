import { useRead } from '@guichet/kit/api'
import {
  Checkbox,
  Form,
  FormActions,
  NumberField,
  RadioGroup,
  SubmitButton,
  useForm,
} from '@guichet/kit/form'
import { Card } from '@guichet/kit/card'
import { PartFrame } from '@guichet/kit/page'
import { type Text, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { SettingsPage } from '@guichet/organisation/panels'
import { changeSettings, type QueueSettings, readSettings } from '../contract.ts'
import { AtSite } from './staff/AtSite.tsx'
import { WaitLimits } from './staff/WaitLimits.tsx'

const orders = ['priority_fifo', 'fifo', 'priority'] as const
const voices = ['fr', 'en', 'fr_en', 'en_fr'] as const

/** How the site calls people, in words a manager would use. */
export function QueueSettingsPage() {
  const text = useText('queue')
  return (
    <AtSite title={text('settings.title')}>
      {(site) => (
        <SettingsPage key={site.id} section="queue">
          <div className="max-w-2xl">
            <p className="mb-4 text-sm text-muted">{text('settings.of_site', { site: site.name })}</p>
            <Settings site_id={site.id} />
            <div className="mt-6">
              <PartFrame skeleton="form">
                <WaitLimits site_id={site.id} />
              </PartFrame>
            </div>
          </div>
        </SettingsPage>
      )}
    </AtSite>
  )
}

interface Values extends Omit<QueueSettings, 'undo_s' | 'ratio_ordinary'> {
  undo_s: number | null
  ratio_ordinary: number | null
}

/** The rules that are set, as one would tell them to a colleague. */
function fairnessSentence(text: Text, values: Values): string {
  const priority = values.calling_order !== 'fifo' && values.ratio_priority
  return [
    priority
      ? text('settings.fairness_ratio', {
          total: values.ratio_priority! + (values.ratio_ordinary ?? 1),
          priority: values.ratio_priority!,
          ordinary: values.ratio_ordinary ?? 1,
        })
      : text(values.calling_order === 'fifo' ? 'settings.fairness_fifo' : 'settings.fairness_priority'),
    values.most_in_a_row !== null && text('settings.fairness_ceiling', { count: values.most_in_a_row }),
    values.longest_wait_min !== null &&
      text('settings.fairness_longest', { minutes: values.longest_wait_min }),
    text('settings.fairness_appointments'),
  ]
    .filter(Boolean)
    .join(' ')
}

function Settings({ site_id }: { site_id: string }) {
  const text = useText('queue')
  const settings = useRead(readSettings, { params: { site_id } })
  const form = useForm<typeof changeSettings, Values>(changeSettings, {
    initial: settings,
    input: (body) => ({
      params: { site_id },
      body: { ...body, undo_s: body.undo_s ?? 0, ratio_ordinary: body.ratio_ordinary ?? 1 },
    }),
    onDone: () => toast({ tone: 'success', text: text('settings.saved') }),
  })
  const undo = form.field('undo_s')
  return (
    <Form form={form}>
      <Card title={text('settings.order')} note={text('settings.order_note')}>
        <RadioGroup
          label={text('settings.order_label')}
          isRequired
          options={orders.map((value) => ({
            value,
            label: text(`settings.orders.${value}.label`),
            note: text(`settings.orders.${value}.note`),
          }))}
          {...form.field('calling_order')}
          onChange={(value) => form.set('calling_order', value as QueueSettings['calling_order'])}
        />
        <div className="mt-4">
          <Checkbox
            label={text('settings.may_pick')}
            hint={text('settings.may_pick_note')}
            {...form.field('may_pick')}
          />
        </div>
      </Card>
      <Card title={text('settings.fairness')} note={text('settings.fairness_note')}>
        <p role="status" className="mb-4 rounded bg-sunken px-3 py-2.5 text-sm">
          {fairnessSentence(text, form.values)}
        </p>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <NumberField
            label={text('settings.ratio_priority')}
            hint={text('settings.ratio_priority_note')}
            min={1}
            max={9}
            {...form.field('ratio_priority')}
          />
          <NumberField
            label={text('settings.ratio_ordinary')}
            hint={text('settings.ratio_ordinary_note')}
            min={1}
            max={9}
            {...form.field('ratio_ordinary')}
          />
          <NumberField
            label={text('settings.most_in_a_row')}
            hint={text('settings.most_in_a_row_note')}
            min={1}
            max={20}
            {...form.field('most_in_a_row')}
          />
          <NumberField
            label={text('settings.longest_wait')}
            hint={text('settings.longest_wait_note')}
            min={10}
            max={600}
            step={5}
            unit={text('settings.minutes')}
            {...form.field('longest_wait_min')}
          />
        </div>
      </Card>
      <Card title={text('settings.join')}>
        <Checkbox
          label={text('settings.public_join')}
          hint={text('settings.public_join_note')}
          {...form.field('public_join')}
        />
      </Card>
      <Card title={text('settings.notices')}>
        <NumberField
          label={text('settings.tell_at_place')}
          hint={text('settings.tell_at_place_note')}
          className="max-w-56"
          min={1}
          max={10}
          {...form.field('tell_at_place')}
        />
      </Card>
      <Card title={text('settings.voice')}>
        <RadioGroup
          label={text('settings.voice_label')}
          hint={text('settings.voice_note')}
          isRequired
          options={voices.map((value) => ({ value, label: text(`settings.voices.${value}`) }))}
          value={form.values.voice_languages.join('_')}
          onChange={(value) => form.set('voice_languages', value.split('_') as ('fr' | 'en')[])}
          error={form.error('voice_languages')}
        />
      </Card>
      <Card title={text('settings.undo')}>
        <NumberField
          label={text('settings.undo_label')}
          hint={text('settings.undo_note')}
          isRequired
          className="max-w-56"
          min={0}
          max={120}
          step={5}
          unit={text('settings.seconds')}
          {...undo}
        />
      </Card>
      <FormActions>
        <SubmitButton form={form}>{text('settings.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
