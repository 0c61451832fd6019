import { Button } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useId, useRef } from 'react'

/** Something to pass on, with its button; selected where the browser refuses the clipboard. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const text = useText('organisation')
  const id = useId()
  const field = useRef<HTMLInputElement>(null)

  async function copy() {
    field.current?.select()
    try {
      // Absent outside https and localhost: the old command still works there.
      if (navigator.clipboard) await navigator.clipboard.writeText(value)
      else if (!document.execCommand('copy')) return
      toast({ text: text('copied'), tone: 'success' })
    } catch {
      // The text stays selected: Ctrl+C does the rest.
    }
  }

  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          ref={field}
          readOnly
          value={value}
          className="field-box min-w-0 flex-1"
          onFocus={(event) => event.target.select()}
        />
        <Button icon="copy" onPress={() => void copy()}>
          {text('copy')}
        </Button>
      </div>
    </div>
  )
}
