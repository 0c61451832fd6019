import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { DateField, Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Empty } from '@guichet/kit/page'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type Closure, createClosure, listClosures, removeClosure } from '../../contract.ts'

export function Closures({ site_id }: { site_id: string }) {
  const text = useText('organisation')
  // A closure is a day of the calendar, not an instant: no zone may move it.
  const formats = useFormats({ time_zone: 'UTC' })
  const { items } = useRead(listClosures, { params: { site_id } })
  const create = useSend(createClosure, { invalidates: [listClosures] })
  const remove = useSend(removeClosure, { invalidates: [listClosures] })
  const form = useForm(createClosure, {
    initial: { day: '', reason: '' },
    input: ({ day, reason }) => ({ params: { site_id }, body: { day, reason: reason || null } }),
    invalidates: [listClosures],
    onDone: () => form.reset(),
  })

  function drop(closure: Closure) {
    const { day, reason } = closure
    remove.mutate({ params: { site_id, closure_id: closure.id } })
    toast({
      text: text('closure.removed', { day: formats.date(`${day}T12:00:00Z`) }),
      action: {
        label: text('undo'),
        onPress: () => create.mutate({ params: { site_id }, body: { day, reason } }),
      },
    })
  }

  return (
    <>
      <Form form={form}>
        <DateField label={text('closure.day')} isRequired {...form.field('day')} />
        <TextField
          label={text('closure.reason')}
          hint={text('closure.reason_hint')}
          maxLength={120}
          {...form.field('reason')}
        />
        <FormActions>
          <SubmitButton form={form} variant="secondary" icon="plus">
            {text('closure.add')}
          </SubmitButton>
        </FormActions>
      </Form>
      {items.length === 0 ? (
        <Empty kind="first" icon="calendar" title={text('closure.none')} note={text('closure.none_note')} />
      ) : (
        <ul className="mt-5 divide-y divide-line border-t border-line">
          {items.map((closure) => (
            <li key={closure.id} className="flex min-h-12 items-center gap-3 py-1.5">
              <div className="min-w-0 flex-1">
                <p className="font-medium">{formats.day(`${closure.day}T12:00:00Z`)}</p>
                <p className="text-sm text-muted">
                  {formats.date(`${closure.day}T12:00:00Z`)}
                  {closure.reason && <> · {closure.reason}</>}
                </p>
              </div>
              <Button
                variant="quiet"
                icon="trash"
                aria-label={text('closure.remove', { day: formats.date(`${closure.day}T12:00:00Z`) })}
                onPress={() => drop(closure)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
