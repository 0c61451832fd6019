import { explain } from '@guichet/kit/problem'
import { Button } from '@guichet/kit/button'
import { Icon } from '@guichet/kit/icon'
import { request } from '@guichet/kit/api'
import { useFormats, useText } from '@guichet/kit/texts'
import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useCallback, useRef, useState } from 'react'
import { cancelReading } from '../contract.ts'
import { ProgressBar } from './ProgressBar.tsx'
import { retryUpload, sendFiles, stopUpload, type Upload, useUploads } from './uploads.ts'

/** Where files are dropped, chosen or photographed, with those on their way. */
export function UploadZone({ customer_id }: { customer_id: string | null }) {
  const text = useText('documents')
  const cache = useQueryClient()
  const refresh = useCallback(() => void cache.invalidateQueries({ queryKey: ['documents'] }), [cache])
  const uploads = useUploads(refresh).filter((upload) => upload.state !== 'sent')
  const [over, setOver] = useState(false)
  const choose = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const take = (list: FileList | null) => list && sendFiles(Array.from(list), customer_id)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div className="mb-5">
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-col items-center gap-3 rounded border-2 border-dashed px-4 py-6 text-center ${
          over ? 'border-accent bg-accent-soft' : 'border-control bg-surface'
        }`}
      >
        <Icon name="upload" size={28} className="text-muted" />
        <p className="max-w-prose">
          <span className="hidden sm:inline">{text('upload.drop')} </span>
          <span className="text-muted">{text('upload.kinds')}</span>
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button variant="primary" icon="file" onPress={() => choose.current?.click()}>
            {text('upload.choose')}
          </Button>
          <Button icon="camera" onPress={() => camera.current?.click()}>
            {text('upload.photo')}
          </Button>
        </div>
        <input
          ref={choose}
          type="file"
          multiple
          hidden
          aria-label={text('upload.choose')}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <input
          ref={camera}
          type="file"
          accept="image/*"
          capture="environment"
          hidden
          aria-label={text('upload.photo')}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
      </div>
      {uploads.length > 0 && (
        <ul
          aria-label={text('upload.underway')}
          className="mt-3 divide-y divide-line rounded border border-line bg-surface"
        >
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
        </ul>
      )}
    </div>
  )
}

function UploadRow({ upload }: { upload: Upload }) {
  const text = useText('documents')
  const formats = useFormats()
  const cache = useQueryClient()
  const stop = () => {
    const document_id = stopUpload(upload.key)
    if (!document_id) return
    void request(cancelReading, { params: { document_id } })
      .catch(() => undefined)
      .then(() => cache.invalidateQueries({ queryKey: ['documents'] }))
  }
  const failed = upload.state === 'failed'
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate font-medium">{upload.name}</span>
        {failed ? (
          <span role="alert" className="flex items-start gap-1 text-sm text-error">
            <Icon name="error" size={16} />
            {upload.problem ? explain(upload.problem) : text('upload.lost')}
          </span>
        ) : (
          <span className="text-sm text-muted">
            {upload.state === 'waiting'
              ? text('upload.waiting')
              : text('upload.sent', { sent: formats.bytes(upload.sent), bytes: formats.bytes(upload.bytes) })}
          </span>
        )}
      </span>
      {!failed && (
        <ProgressBar
          label={text('upload.progress', { name: upload.name })}
          done={upload.sent}
          all={Math.max(1, upload.bytes)}
        />
      )}
      <span className="flex gap-2">
        {failed && upload.problem === null && (
          <Button size="small" icon="refresh" onPress={() => retryUpload(upload.key)}>
            {text('upload.retry')}
          </Button>
        )}
        <Button size="small" variant="quiet" icon="close" onPress={stop}>
          {text(failed ? 'upload.dismiss' : 'upload.stop')}
        </Button>
      </span>
    </li>
  )
}
