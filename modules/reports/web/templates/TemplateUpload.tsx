import { useSend } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { buttonClass } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type ChangeEvent, type DragEvent, useId, useState } from 'react'
import { createTemplate, createTemplateVersion, type TemplateMistake } from '../../templates/contract.ts'
import { MistakeList } from './MistakeList.tsx'

/** Takes a Word file; with mistakes in it, all of them are shown and nothing is kept. */
export function TemplateUpload({ template_id }: { template_id?: string }) {
  const text = useText('reports')
  const id = useId()
  const [over, setOver] = useState(false)
  const [judged, setJudged] = useState<{ file: string; mistakes: TemplateMistake[] } | null>(null)
  const heard = {
    onDone: (
      answer: { template: { name: string } | null; mistakes: TemplateMistake[] },
      input: { query?: unknown },
    ) => {
      const { file_name } = input.query as { file_name: string }
      if (answer.template)
        toast({ text: text('templates.taken', { name: answer.template.name }), tone: 'success' })
      else setJudged({ file: file_name, mistakes: answer.mistakes })
    },
  }
  const add = useSend(createTemplate, heard)
  const replace = useSend(createTemplateVersion, heard)
  const busy = add.isPending || replace.isPending

  function take(file: File | undefined): void {
    if (!file || busy) return
    setJudged(null)
    const query = { file_name: file.name.slice(0, 200) }
    // The endpoint's body is the file itself.
    const body = new Blob([file], { type: 'application/octet-stream' }) as never
    if (template_id) replace.mutate({ params: { template_id }, query, body })
    else add.mutate({ query, body })
  }

  const content = (
    <div
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
      className={`flex flex-col items-center gap-2 rounded border-2 border-dashed px-4 py-6 text-center ${over ? 'border-accent bg-accent-soft' : 'border-line'}`}
    >
      <label
        htmlFor={id}
        className={`${buttonClass('secondary')} cursor-pointer focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent`}
        aria-disabled={busy}
      >
        <Icon name={busy ? 'loader' : 'upload'} />
        {text(busy ? 'templates.checking' : template_id ? 'templates.new_version' : 'templates.upload')}
        <input
          id={id}
          type="file"
          accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
          className="sr-only"
          disabled={busy}
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            const [file] = event.target.files ?? []
            event.target.value = ''
            take(file)
          }}
        />
      </label>
      <p className="text-sm text-muted">{text('templates.upload_note')}</p>
    </div>
  )
  return (
    <div className="grid gap-4">
      {template_id ? content : <Card title={text('templates.add')}>{content}</Card>}
      {judged && <MistakeList file={judged.file} mistakes={judged.mistakes} />}
    </div>
  )
}
