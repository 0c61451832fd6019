import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Form, FormActions, NumberField, SubmitButton, useForm } from '@guichet/kit/form'
import { Page } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { readLimits, setLimits } from '../contract.ts'

const mega = 1024 * 1024

type Values = Record<'max_bytes' | 'max_pages' | 'max_pixels' | 'max_inflated_bytes', number | null>

/** `/documents/limits`: what the organisation accepts. */
export function LimitsPage() {
  const text = useText('documents')
  const limits = useRead(readLimits)
  const initial: Values = {
    max_bytes: Math.round(limits.max_bytes / mega),
    max_pages: limits.max_pages,
    max_pixels: Math.round(limits.max_pixels / 1_000_000),
    max_inflated_bytes: Math.round(limits.max_inflated_bytes / mega),
  }
  const form = useForm(setLimits, {
    initial,
    input: (values: Values) => ({
      body: {
        max_bytes: (values.max_bytes ?? 0) * mega,
        max_pages: values.max_pages ?? 0,
        max_pixels: (values.max_pixels ?? 0) * 1_000_000,
        max_inflated_bytes: (values.max_inflated_bytes ?? 0) * mega,
      },
    }),
    onDone: () => toast({ text: text('limits.saved'), tone: 'success' }),
  })
  return (
    <Page
      title={text('limits.title')}
      note={text('limits.note')}
      width="narrow"
      back={{ to: '/documents', label: text('documents.title') }}
    >
      <Card>
        <Form form={form}>
          <NumberField
            label={text('limits.bytes')}
            min={1}
            max={5_000}
            isRequired
            {...form.field('max_bytes')}
          />
          <NumberField
            label={text('limits.pages')}
            min={1}
            max={20_000}
            isRequired
            {...form.field('max_pages')}
          />
          <NumberField
            label={text('limits.pixels')}
            min={1}
            max={200}
            isRequired
            {...form.field('max_pixels')}
          />
          <NumberField
            label={text('limits.inflated')}
            hint={text('limits.inflated_hint')}
            min={1}
            max={2_000}
            isRequired
            {...form.field('max_inflated_bytes')}
          />
          <FormActions>
            <SubmitButton form={form}>{text('limits.save')}</SubmitButton>
          </FormActions>
        </Form>
      </Card>
    </Page>
  )
}
