import { getApi, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button, buttonClass } from '@guichet/kit/button'
import { Icon } from '@guichet/kit/icon'
import { useMembership } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import { changeTemplate, downloadTemplate, previewTemplate, readTemplate } from '../../templates/contract.ts'
import { TemplateUpload } from './TemplateUpload.tsx'

interface Props {
  template_id: string
  pdf: boolean
  may_write: boolean
  onClose: () => void
}

/** One template: its file, a look at it filled, its versions. */
export function TemplatePanel(props: Props) {
  const text = useText('reports')
  return (
    <SidePanel title={text('templates.detail')} onClose={props.onClose}>
      <Detail {...props} />
    </SidePanel>
  )
}

function Detail({ template_id, pdf, may_write }: Props) {
  const text = useText('reports')
  const locale = useLocale()
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const params = { template_id }
  const template = useRead(readTemplate, { params })
  const change = useSend(changeTemplate)
  return (
    <div className="grid gap-5">
      <div>
        <p className="font-semibold break-words">{template.name}</p>
        <p className="text-sm text-muted">
          {template.file_name} · {formats.bytes(template.bytes)}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <a
          href={getApi().address(previewTemplate, {
            params,
            query: { language: locale, format: pdf ? 'pdf' : 'docx' },
          })}
          download
          className={buttonClass('primary')}
        >
          <Icon name="eye" />
          {text('templates.preview')}
        </a>
        <a href={getApi().address(downloadTemplate, { params })} download className={buttonClass()}>
          <Icon name="download" />
          {text('templates.file')}
        </a>
      </div>
      {may_write && <TemplateUpload template_id={template_id} />}
      <section>
        <h3 className="font-semibold">{text('templates.versions')}</h3>
        <ul className="mt-1 divide-y divide-line">
          {template.versions.map((one) => (
            <li key={one.version} className="flex flex-wrap items-center justify-between gap-2 py-2 text-sm">
              <span>
                {text('new.version', { version: one.version })}
                <span className="block text-muted">
                  {formats.date_time(one.created_at)}
                  {one.created_by_name && ` · ${one.created_by_name}`}
                </span>
              </span>
              {one.version === template.version ? (
                <Badge tone="success">{text('templates.in_use')}</Badge>
              ) : (
                may_write && (
                  <Button
                    size="small"
                    busy={change.isPending}
                    onPress={() => change.mutate({ params, body: { version: one.version } })}
                  >
                    {text('templates.back_to')}
                  </Button>
                )
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
