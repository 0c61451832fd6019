import { ProblemError, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Form, FormActions, Select, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Notice } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useLocale, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import type { ReplyOf } from '@guichet/platform/contract'
import {
  listNotices,
  previewTemplate,
  removeTemplate,
  saveTemplate,
} from '@guichet/platform/notifications-contract'
import { useEffect, useState } from 'react'
import { AsReceived } from './AsReceived.tsx'
import type { Channel } from './words.ts'

type NoticeWords = ReplyOf<typeof listNotices>['items'][number]
interface Place {
  channel: Channel
  locale: 'fr' | 'en'
}

/** The words of one notice, for one channel and language at a time. */
export function TemplatePanel({ notice, onClose }: { notice: NoticeWords; onClose: () => void }) {
  const text = useText('organisation')
  const locale = useLocale()
  const [place, setPlace] = useState<Place>({ channel: notice.channels[0]!, locale })
  return (
    <SidePanel title={notice.own[locale].title} onClose={onClose}>
      <div className="mb-5 grid gap-3 sm:grid-cols-2">
        <Select
          label={text('outbox.channel')}
          isRequired
          options={notice.channels.map((channel) => ({ value: channel, label: text(`channel.${channel}`) }))}
          value={place.channel}
          onChange={(channel) => setPlace({ ...place, channel: channel as Channel })}
        />
        <Select
          label={text('me.language')}
          isRequired
          options={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          value={place.locale}
          onChange={(chosen) => setPlace({ ...place, locale: chosen as 'fr' | 'en' })}
        />
      </div>
      <Editor key={`${place.channel} ${place.locale}`} notice={notice} place={place} />
    </SidePanel>
  )
}

interface Wording {
  title: string
  body: string
  content_sid: string
}

function Editor({ notice, place }: { notice: NoticeWords; place: Place }) {
  const text = useText('organisation')
  const own = notice.own[place.locale]
  const kept = notice.templates.find(
    ({ channel, locale }) => channel === place.channel && locale === place.locale,
  )
  const params = { notice: notice.id, ...place }
  const titled = place.channel !== 'sms' && place.channel !== 'whatsapp'
  const [unknown, setUnknown] = useState<string | null>(null)
  const form = useForm(saveTemplate, {
    initial: {
      title: kept?.title ?? own.title,
      body: kept?.body ?? own.body,
      content_sid: kept?.content_sid ?? '',
    } as Wording,
    module: 'organisation',
    invalidates: [listNotices],
    input: (values) => ({ params, body: bodyOf(values, titled) }),
    onDone: () => {
      setUnknown(null)
      toast({ text: text('saved'), tone: 'success' })
    },
    onProblem: (error) => {
      const said = unknownField(error)
      if (said) setUnknown(text('template.unknown_field', said))
      return said !== null
    },
  })
  const remove = useSend(removeTemplate, {
    invalidates: [listNotices],
    onDone: () => {
      form.reset({ title: own.title, body: own.body, content_sid: '' })
      toast({ text: text('template.back_to_usual'), tone: 'success' })
    },
  })
  return (
    <>
      {unknown && (
        <Notice tone="error" title={text('template.unknown_title')}>
          {unknown}
        </Notice>
      )}
      <Form form={form}>
        {titled && (
          <TextField label={text('template.title')} maxLength={200} isRequired {...form.field('title')} />
        )}
        <TextField
          label={text('template.body')}
          lines={6}
          maxLength={4_000}
          isRequired
          {...form.field('body')}
        />
        <p className="text-sm text-muted">
          {text('template.fields')}{' '}
          {notice.fields.map((field) => (
            <Button
              key={field}
              size="small"
              variant="quiet"
              onPress={() => form.set('body', `${form.values.body.trimEnd()} {${field}}`)}
            >
              {`{${field}}`}
            </Button>
          ))}
        </p>
        {place.channel === 'whatsapp' && (
          <TextField
            label={text('template.content_sid')}
            hint={text('template.content_sid_hint')}
            maxLength={40}
            {...form.field('content_sid')}
          />
        )}
        <FormActions>
          <SubmitButton form={form} isDisabled={!form.changed}>
            {text('save')}
          </SubmitButton>
          {kept && (
            <Button variant="quiet" busy={remove.isPending} onPress={() => remove.mutate({ params })}>
              {text('template.use_usual')}
            </Button>
          )}
        </FormActions>
      </Form>
      <Preview notice={notice.id} place={place} values={form.values} titled={titled} onUnknown={setUnknown} />
    </>
  )
}

const bodyOf = ({ title, body, content_sid }: Wording, titled: boolean) => ({
  title: titled ? title : null,
  body,
  content_sid: content_sid.trim() || null,
})

function unknownField(error: unknown): { field: string; known: string } | null {
  if (!(error instanceof ProblemError) || error.problem.code !== 'platform.template_unknown_field')
    return null
  const { field = '', known = '' } = error.problem.facts ?? {}
  return { field: String(field), known: String(known) }
}

const pause_ms = 400

/** What the person will see, half a second after the last key. */
function Preview({
  notice,
  place,
  values,
  titled,
  onUnknown,
}: {
  notice: string
  place: Place
  values: Wording
  titled: boolean
  onUnknown: (said: string | null) => void
}) {
  const text = useText('organisation')
  const membership = useMembership()
  const [shown, setShown] = useState<{ title: string; body: string; parts: number } | null>(null)
  const { mutate } = useSend(previewTemplate, {
    invalidates: [],
    onDone: (words) => {
      setShown(words)
      onUnknown(null)
    },
    onProblem: (error) => {
      const said = unknownField(error)
      if (said) onUnknown(text('template.unknown_field', said))
      return true
    },
  })
  const { title, body } = values
  const { channel, locale } = place
  useEffect(() => {
    if (body.trim() === '') return
    const timer = setTimeout(
      () => mutate({ params: { notice, channel, locale }, body: { title: titled ? title : null, body } }),
      pause_ms,
    )
    return () => clearTimeout(timer)
  }, [mutate, notice, channel, locale, title, body, titled])
  if (!shown) return null
  return (
    <section className="mt-6">
      <h3 className="mb-2 font-semibold">{text('template.preview')}</h3>
      <AsReceived
        channel={channel}
        organisation={membership?.tenant.name ?? ''}
        title={shown.title}
        body={shown.body}
      />
      {channel === 'sms' && (
        <p className="mt-2 text-sm text-muted">{text('template.parts', { count: shown.parts })}</p>
      )}
    </section>
  )
}
