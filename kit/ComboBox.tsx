import { useId, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox, ListBox, ListBoxItem, Popover } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { FieldNotes } from './Field.tsx'
import type { ComboBoxProps } from './LazyFields.tsx'
import { Icon } from './Icon.tsx'
import { useText } from './texts.ts'

export function ComboInput(props: ComboBoxProps) {
  const { label, hint, error, name, options, value, onChange, onSearch, isRequired, isDisabled } = props
  const text = useText('kit')
  const id = useId()
  const chosen = options.find((option) => option.value === value)
  const [written, setWritten] = useState(chosen?.label ?? '')
  // The server's list is already what was searched for; our own is narrowed here.
  const shown =
    onSearch || written === chosen?.label
      ? options
      : options.filter((option) => matches(option.label, written))

  return (
    <AriaComboBox
      items={shown.map((option) => ({ ...option, id: option.value }))}
      value={value ?? null}
      onChange={(key) => {
        onChange?.(key === null ? null : String(key))
        if (key !== null) setWritten(options.find((option) => option.value === key)?.label ?? '')
      }}
      inputValue={written}
      onInputChange={(next) => {
        setWritten(next)
        if (next !== chosen?.label) onSearch?.(next)
      }}
      allowsEmptyCollection
      menuTrigger="focus"
      isDisabled={isDisabled}
      isRequired={isRequired}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      aria-describedby={error || hint ? `${id}-error ${id}-hint` : undefined}
      className={`min-w-0 ${props.className ?? ''}`}
      data-field={name}
    >
      <Label className="mb-1 block text-sm font-medium">
        {label}
        {!isRequired && <span className="font-normal text-muted"> ({text('form.optional')})</span>}
      </Label>
      <span className="relative block">
        <Input className="field-box pe-10" />
        <Button className="absolute inset-y-0 end-0 grid w-10 place-items-center text-muted">
          <Icon name="chevron_down" />
        </Button>
      </span>
      <FieldNotes id={id} hint={hint} error={error} />
      <Popover className="kit-enter w-(--trigger-width) overflow-auto rounded border border-line bg-raised p-1 shadow-raised">
        <ListBox
          className="outline-none"
          renderEmptyState={() => (
            <p className="px-2.5 py-2 text-sm text-muted">{text('form.nothing_found')}</p>
          )}
        >
          {(option: (typeof options)[number] & { id: string }) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className="flex min-h-9 cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 text-sm outline-none pointer-coarse:min-h-11 data-[focused]:bg-sunken data-[selected]:font-semibold"
            >
              <span className="min-w-0 flex-1">
                {option.label}
                {option.note && <span className="block font-normal text-muted">{option.note}</span>}
              </span>
              {option.value === value && <Icon name="check" size={16} className="text-accent" />}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

/** "electricite" finds "Électricité". */
function matches(label: string, written: string): boolean {
  return plain(label).includes(plain(written))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
